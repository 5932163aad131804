package dev.ringwal.log.local;

import dev.ringwal.log.LogReader;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Moves a reader that may have to wait. */
final class Waiting {

    /** Nobody waits longer. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Waiting() {
    }

    /** As {@link LogReader#next(Duration)}. @param wanted the first record that could be the reader's next one */
    static boolean next(LogReader reader, LogView view, Duration timeout, LongSupplier wanted) {
        long start = System.nanoTime();
        long most = timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : LONGEST.toNanos();
        while (!reader.next()) {
            long nanos = most - (System.nanoTime() - start);
            if (nanos <= 0 || !view.await(wanted.getAsLong(), nanos)) {
                return reader.next();
            }
        }
        return true;
    }
}
