package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The files of a log besides its segments. */
public final class LogFiles {

    public static final String LOCK = "LOCK";
    public static final String STATE = "state";

    private LogFiles() {
    }

    /** Whether there is a log, or what is left of one: a {@code state} or a segment. */
    public static boolean areIn(Storage storage) throws IOException {
        return storage.list().stream().anyMatch(name -> name.equals(STATE) || SegmentName.parse(name).isPresent());
    }

    /** What the {@code state} page says, or null when there is none or no slot of it verifies. */
    public static @Nullable StateSlot readState(Storage storage) throws IOException {
        try (StorageFile file = storage.openForReading(STATE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(StateSlot.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return readState(file, page);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /**
     * What the page of a log says that has a writer.
     *
     * @throws CorruptLogException when no slot of it verifies
     */
    static StateSlot requireState(Storage storage) throws IOException {
        StateSlot state = readState(storage);
        if (state == null) {
            throw new CorruptLogException(STATE, 0, -1, "no slot verifies");
        }
        return state;
    }

    /** The same from an open file, through the caller's page. */
    public static @Nullable StateSlot readState(StorageFile file, ByteBuffer page) throws IOException {
        page.clear();
        file.read(page, 0);
        StateSlot state = StateSlot.newest(page.flip());
        if (state != null && state.isNewer()) {
            throw new NewerFormatException(STATE + " has format version " + state.version + "; this one knows "
                    + StateSlot.VERSION);
        }
        return state;
    }

    /** Whether anything was ever written to the page. */
    public static boolean isStateBegun(Storage storage) throws IOException {
        try (StorageFile file = storage.openForReading(STATE)) {
            return file.length() > 0;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /**
     * Writes the page: both slots, so that damage to one loses nothing. Durable when it returns, its name as well.
     *
     * <p>The name is durable before anything is in the file, so an empty one is made anew. Where the sync of its name has failed, in
     * whatever opening, later ones need not cover that name though they succeed: the page would go with a power cut, and what only it
     * knows with it.
     */
    public static void writeState(Storage storage, StateSlot slot) throws IOException {
        if (!isStateBegun(storage)) {
            storage.delete(STATE);
            storage.create(STATE).close();
            storage.syncDirectory();
        }
        ByteBuffer page = ByteBuffer.allocateDirect(StateSlot.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        slot.store(page);
        slot.store(page);
        try (StorageFile file = storage.openForWriting(STATE)) {
            file.write(page, 0);
            file.sync();
        }
    }
}
