package dev.ringwal.log.local;

import dev.ringwal.log.storage.Storage;
import java.io.IOException;

/** Whether a log that ended in a certain segment could be opened: for who is about to end it there. */
public final class ChainCheck {

    private ChainCheck() {
    }

    /**
     * Looks at headers, starts and footers up to the segment, as opening does.
     *
     * @throws dev.ringwal.log.CorruptLogException when one of them is missing or does not verify
     */
    public static void upTo(long segment, Storage storage) throws IOException {
        Analysis.checkUpTo(segment, storage);
    }
}
