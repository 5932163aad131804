package dev.ringwal.log.local;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;

/** Backups from one simulated disk to another. */
public final class Backups {

    private Backups() {
    }

    /** As {@link LogStore#backup}. @param of the log, open on {@code from}. @param to empty */
    public static BackupReport take(LogStore of, Storage from, Storage to) throws IOException {
        return new Backup(from, (LogView) of, to).take();
    }
}
