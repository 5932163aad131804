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
        while (true) {
            long knownCut = view.segments().cuts().newest(); // looked at first: what comes behind it ends the waiting
            if (reader.next()) {
                return true;
            }
            long nanos = most - (System.nanoTime() - start);
            boolean mayCome = nanos > 0 && (view.await(wanted.getAsLong(), nanos, knownCut) || view.segments().cuts().newest() != knownCut);
            if (!mayCome) {
                return reader.next();
            }
        }
    }
}
