package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.Window;
import dev.ringwal.log.Durability;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.bookkeeper.bookie.Journal;
import org.apache.bookkeeper.bookie.LedgerDirsManager;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.proto.BookkeeperInternalCallbacks.WriteCallback;
import org.apache.bookkeeper.util.DiskChecker;

/** The journal of a BookKeeper bookie, without the ledgers behind it: it makes its own groups. */
final class BookKeeperPeer implements Contender {

    private static final float FULLEST = 0.999f;
    private static final long LEDGER = 1;

    private final Path directory;
    private final Settings settings;
    private final Journal journal;
    private final AtomicLong next = new AtomicLong();
    private boolean isShut;

    BookKeeperPeer(Path directory, Settings settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        File files = Files.createDirectories(directory.resolve("current")).toFile();
        ServerConfiguration configuration = new ServerConfiguration();
        configuration.setJournalDirName(directory.toString());
        configuration.setLedgerDirNames(new String[] {directory.toString()});
        configuration.setJournalSyncData(settings.durability() == Durability.SYNCED);
        configuration.setJournalFlushWhenQueueEmpty(true); // else a group waits for a timer
        LedgerDirsManager ledgers = new LedgerDirsManager(configuration, new File[] {files}, new DiskChecker(FULLEST, FULLEST));
        journal = new Journal(0, files, configuration, ledgers);
        journal.start();
    }

    @Override
    public Lane lane(int producer, CompletionListener listener) {
        Window window = new Window(settings.inFlight(), listener);
        WriteCallback told = (code, ledger, entry, bookie, context) -> {
            if (code == 0) {
                window.complete(1);
            } else {
                window.fail(new IOException("code " + code));
            }
        };
        return new Told(window, payload -> append(payload, told));
    }

    private void append(byte[] payload, WriteCallback told) throws IOException {
        ByteBuf entry = Unpooled.wrappedBuffer(payload);
        try {
            journal.logAddEntry(LEDGER, next.getAndIncrement(), entry, false, told, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the journal's queue is full");
        }
    }

    /** It does not say. */
    @Override
    public long syncs() {
        return 0;
    }

    /** It reads what it wrote when it is opened again, so the journal ends here. */
    @Override
    public long readBack(Consumer<ByteBuffer> payload) throws IOException {
        shut();
        long[] records = new long[1];
        for (long id : Journal.listJournalIds(journal.getJournalDirectory(), null)) {
            journal.scanJournal(id, 0, (version, offset, entry) -> {
                payload.accept(entry);
                records[0]++;
            }, false);
        }
        return records[0];
    }

    private void shut() {
        if (!isShut) {
            isShut = true;
            journal.shutdown();
        }
    }

    @Override
    public void close() throws IOException {
        shut();
        Directories.delete(directory);
    }
}
