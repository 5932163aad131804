package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.Window;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.IOCompletion;
import org.apache.activemq.artemis.core.journal.LoaderCallback;
import org.apache.activemq.artemis.core.journal.PreparedTransactionInfo;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.EncodingSupport;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.journal.impl.dataformat.ByteArrayEncoding;

/** The journal of Apache Artemis on NIO: a timed buffer makes the groups. */
final class ArtemisPeer implements Contender {

    /** Its default of 3.3 ms would make that the latency of everything. */
    private static final int BUFFER_TIMEOUT_NANOS = 30_000;
    private static final int BUFFER_BYTES = 490 * 1024;
    private static final int FILES = 2;
    private static final byte RECORD_TYPE = 1;

    /** An operation that calls user code, and what it throws. */
    private interface Operation {
        void run() throws Exception;
    }

    private final Path directory;
    private final Settings settings;
    private final NIOSequentialFileFactory files;
    private final JournalImpl journal;
    private final AtomicLong next = new AtomicLong(1);

    ArtemisPeer(Path directory, Settings settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        files = new NIOSequentialFileFactory(directory.toFile(), true, BUFFER_BYTES, BUFFER_TIMEOUT_NANOS, 1, false);
        journal = new JournalImpl((int) settings.segmentBytes(), FILES, FILES, 0, 0, files, "ringwal", "data", 1);
        run(() -> {
            journal.start();
            journal.loadInternalOnly();
        });
    }

    private static void run(Operation operation) throws IOException {
        try {
            operation.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public Lane lane(int producer, CompletionListener listener) {
        Window window = new Window(settings.inFlight(), listener);
        boolean isSynced = settings.durability() == Durability.SYNCED;
        IOCompletion told = new Completion(window);
        return new Told(window, payload -> run(() -> {
            EncodingSupport record = new ByteArrayEncoding(payload);
            journal.appendAddRecord(next.getAndIncrement(), RECORD_TYPE, record, isSynced, told);
        }));
    }

    /** It does not say. */
    @Override
    public long syncs() {
        return 0;
    }

    /** Loads it as it does at a start, so the journal ends here. */
    @Override
    public long readBack(Consumer<ByteBuffer> payload) throws IOException {
        Reading reading = new Reading(payload);
        run(() -> {
            journal.stop();
            journal.start();
            journal.load(reading);
        });
        return reading.records;
    }

    @Override
    public void close() throws IOException {
        run(journal::stop);
        Directories.delete(directory);
    }

    private record Completion(Window window) implements IOCompletion {

        @Override
        public void storeLineUp() {
        }

        @Override
        public void done() {
            window.complete(1);
        }

        @Override
        public void onError(int code, String message) {
            window.fail(new IOException(message + " (" + code + ")"));
        }
    }

    private static final class Reading implements LoaderCallback {

        private final Consumer<ByteBuffer> payload;
        private long records;

        Reading(Consumer<ByteBuffer> payload) {
            this.payload = payload;
        }

        @Override
        public void addRecord(RecordInfo info) {
            payload.accept(ByteBuffer.wrap(info.data));
            records++;
        }

        @Override
        public void updateRecord(RecordInfo info) {
        }

        @Override
        public void deleteRecord(long id) {
        }

        @Override
        public void addPreparedTransaction(PreparedTransactionInfo transaction) {
        }

        @Override
        public void failedTransaction(long transaction, List<RecordInfo> records, List<RecordInfo> deletions) {
        }
    }
}
