package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.Window;
import dev.ringwal.log.Durability;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.ArchivingMediaDriver;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.status.RecordingPos;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Aeron Archive in this process: each producer publishes over shared memory (which is where Aeron always has it, not in the directory
 * under trial), the archive records. A record is complete when the recording's position is behind it.
 */
final class AeronArchivePeer implements Contender {

    private static final String CHANNEL = "aeron:ipc?term-length=64m";
    private static final int STREAM = 1000;
    private static final int SYNC_DATA = 1;
    private static final int FRAGMENTS = 64;

    private final Path directory;
    private final Settings settings;
    private final ArchivingMediaDriver driver;
    private final AeronArchive archive;
    private final List<Recording> recordings = new CopyOnWriteArrayList<>();
    private final Thread watcher = new Thread(this::watch, "recording-watcher");
    private volatile boolean ending;

    AeronArchivePeer(Path directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
        int syncLevel = settings.durability() == Durability.SYNCED ? SYNC_DATA : 0;
        String shared = CommonContext.generateRandomDirName();
        driver = ArchivingMediaDriver.launch(
                new MediaDriver.Context().aeronDirectoryName(shared).threadingMode(ThreadingMode.SHARED)
                        .dirDeleteOnStart(true).dirDeleteOnShutdown(true),
                new Archive.Context().aeronDirectoryName(shared).archiveDir(directory.toFile())
                        .threadingMode(ArchiveThreadingMode.SHARED).segmentFileLength((int) Math.max(64 << 20, settings.segmentBytes()))
                        .fileSyncLevel(syncLevel).catalogFileSyncLevel(syncLevel).recordingEventsEnabled(false)
                        .controlChannelEnabled(false)
                        .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:udp?endpoint=localhost:0"))
                        .replicationChannel("aeron:udp?endpoint=localhost:0"));
        archive = AeronArchive.connect(new AeronArchive.Context().aeronDirectoryName(shared)
                .controlRequestChannel("aeron:ipc").controlResponseChannel("aeron:ipc")
                .controlRequestStreamId(driver.archive().context().localControlStreamId()));
        watcher.setDaemon(true);
        watcher.start();
    }

    @Override
    public Lane lane(int producer, CompletionListener listener) {
        Recording recording = new Recording(archive.addRecordedExclusivePublication(CHANNEL, STREAM + producer), STREAM + producer,
                new Window(settings.inFlight(), listener));
        recordings.add(recording);
        return new Told(recording.window, recording::append);
    }

    private void watch() {
        while (!ending) {
            boolean moved = false;
            for (Recording recording : recordings) {
                moved |= recording.complete();
            }
            if (!moved) {
                LockSupport.parkNanos(1_000);
            }
        }
    }

    /** It does not say. */
    @Override
    public long syncs() {
        return 0;
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) {
        long records = 0;
        for (Recording recording : recordings) {
            records += recording.readBack(payload);
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        ending = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        archive.close();
        driver.close();
        Directories.delete(directory);
    }

    /** One producer's. */
    private final class Recording {

        private final ExclusivePublication publication;
        private final int stream;
        private final Window window;
        private final CountersReader counters = archive.context().aeron().countersReader();
        private final int counter;
        /** Where each of the records in flight ends; the window orders what is stored here and read by the watcher. */
        private final AtomicLongArray ends = new AtomicLongArray(2 * settings.inFlight());
        private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        private long appended;
        private volatile long published;
        /** The watcher's. */
        private long completed;

        Recording(ExclusivePublication publication, int stream, Window window) {
            this.publication = publication;
            this.stream = stream;
            this.window = window;
            counter = awaitCounter();
        }

        private int awaitCounter() {
            int found = RecordingPos.findCounterIdBySession(counters, publication.sessionId(), archive.archiveId());
            while (found == CountersReader.NULL_COUNTER_ID) {
                Thread.yield();
                found = RecordingPos.findCounterIdBySession(counters, publication.sessionId(), archive.archiveId());
            }
            return found;
        }

        void append(byte[] payload) throws IOException {
            buffer.wrap(payload);
            long end = publication.offer(buffer);
            while (end < 0) {
                if (end == Publication.CLOSED || end == Publication.MAX_POSITION_EXCEEDED) {
                    throw new IOException("not published: " + Publication.errorString(end));
                }
                Thread.onSpinWait();
                end = publication.offer(buffer);
            }
            ends.set((int) (appended++ % ends.length()), end);
            published = appended;
        }

        /** False when nothing new is recorded. */
        boolean complete() {
            long recorded = counters.getCounterValue(counter);
            long last = published;
            int records = 0;
            while (completed < last && ends.get((int) (completed % ends.length())) <= recorded) {
                completed++;
                records++;
            }
            if (records > 0) {
                window.completeGroup(records);
            }
            return records > 0;
        }

        long readBack(Consumer<ByteBuffer> payload) {
            long end = publication.position();
            long recording = RecordingPos.getRecordingId(counters, counter);
            long[] records = new long[1];
            FragmentAssembler whole = new FragmentAssembler((fragment, offset, length, header) -> {
                byte[] copy = new byte[length];
                fragment.getBytes(offset, copy);
                payload.accept(ByteBuffer.wrap(copy));
                records[0]++;
            });
            try (Subscription replay = archive.replay(recording, 0, end, "aeron:ipc", stream + STREAM)) {
                while (replay.imageCount() == 0) {
                    Thread.yield();
                }
                while (replay.imageCount() > 0 && replay.imageAtIndex(0).position() < end) {
                    if (replay.poll(whole, FRAGMENTS) == 0) {
                        Thread.onSpinWait();
                    }
                }
            }
            return records[0];
        }
    }
}
