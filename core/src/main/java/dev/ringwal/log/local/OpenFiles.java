package dev.ringwal.log.local;

import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The segment files that one reader has open: those it came back to stay so, as to open one takes longer than to read a record. The
 * space of a file that was trimmed meanwhile is free when the reader moves next, or is closed. One thread at a time.
 */
final class OpenFiles {

    private static final int MOST = 32;
    private static final float LOAD = 0.75f;

    private final Storage storage;
    /** The one that was used last comes last. */
    private final Map<Segment, StorageFile> files = new LinkedHashMap<>(MOST, LOAD, true);
    private long firstNumber;

    OpenFiles(Storage storage) {
        this.storage = storage;
    }

    /**
     * The segment's file, which stays open.
     *
     * @throws java.nio.file.NoSuchFileException when there is none any more
     */
    StorageFile open(Segment segment) throws IOException {
        StorageFile known = files.get(segment);
        return known != null ? known : openNew(segment);
    }

    private StorageFile openNew(Segment segment) throws IOException {
        if (files.size() == MOST) {
            close(files.keySet().iterator().next());
        }
        StorageFile opened = storage.openForReading(segment.name());
        boolean kept = false;
        try {
            files.put(segment, opened);
            kept = true;
            return opened;
        } finally {
            if (!kept) {
                opened.close();
            }
        }
    }

    /** Closes the segment's file, if it is open. */
    void close(Segment segment) {
        close(files.remove(segment));
    }

    /** Closes the files of segments before that number: they are trimmed. */
    void closeBefore(long number) {
        if (number == firstNumber) {
            return;
        }
        for (Iterator<Map.Entry<Segment, StorageFile>> all = files.entrySet().iterator(); all.hasNext();) {
            Map.Entry<Segment, StorageFile> one = all.next();
            if (one.getKey().number() < number) {
                all.remove();
                close(one.getValue());
            }
        }
        firstNumber = number;
    }

    void closeAll() {
        for (Iterator<StorageFile> all = files.values().iterator(); all.hasNext();) {
            StorageFile one = all.next();
            all.remove();
            close(one);
        }
    }

    private static void close(@Nullable StorageFile file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
