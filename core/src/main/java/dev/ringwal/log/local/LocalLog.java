package dev.ringwal.log.local;

import dev.ringwal.log.LogStore;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.function.LongSupplier;

/** Opens logs on local disk for writing. */
public final class LocalLog {

    private LocalLog() {
    }

    /**
     * Opens, recovering first. When it returns, all that readers are given is durable.
     *
     * @throws dev.ringwal.log.LogInUseException when another writer has it
     * @throws dev.ringwal.log.CorruptLogException when something is damaged before the attested position; nothing was changed
     * @throws dev.ringwal.log.NewerFormatException when a newer version wrote it; nothing was changed
     * @throws IOException when the disk cannot be read or written
     */
    public static LogStore open(Storage storage, LocalSettings settings) throws IOException {
        // One thread that prepares files and trims, started with the first of that.
        Worker preparing = new TaskThread(settings.threads());
        return open(storage, settings, preparing, new SecureRandom()::nextLong);
    }

    /**
     * The same, with a worker and random numbers of the caller's.
     *
     * @param preparing prepares files and trims; ended with the log, or when it cannot be opened
     * @param random    gives ids and salts; must not repeat itself
     */
    public static LogStore open(Storage storage, LocalSettings settings, Worker preparing, LongSupplier random) throws IOException {
        LogStore store = null;
        try {
            store = open(Opened.open(storage, settings, random), settings, preparing);
            return store;
        } finally {
            if (store == null) {
                preparing.end();
            }
        }
    }

    private static LogStore open(Opened opened, LocalSettings settings, Worker preparing) throws IOException {
        try {
            opened.clear();
            return recovered(new LocalStore(opened, settings, preparing));
        } catch (IOException | RuntimeException | Error e) {
            opened.state().close(false);
            opened.lock().close();
            throw e;
        }
    }

    private static LogStore recovered(LocalStore store) throws IOException {
        try {
            store.recover();
            return store;
        } catch (IOException | RuntimeException | Error e) {
            store.abandon();
            throw e;
        }
    }
}
