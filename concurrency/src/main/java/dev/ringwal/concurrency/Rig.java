package dev.ringwal.concurrency;

import dev.ringwal.AppendCallback;
import dev.ringwal.SteppedStages;
import dev.ringwal.log.LogException;
import dev.ringwal.log.Outcome;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A log without threads on a store without a disk, and what became of two appends. Appending, closing and poisoning from any thread. */
final class Rig {

    /** Nobody has said anything: the append hangs. */
    static final int NOTHING = 0;
    static final int ACKNOWLEDGED = 1;

    /** Refused, or failed and not written. */
    static final int NOT_WRITTEN = 2;

    /** Failed, and whether it is written is not known. */
    static final int UNKNOWN = 3;

    /** Acknowledged before it was durable. */
    static final int NOT_DURABLE = 8;
    static final int TOLD_TWICE = 9;

    private static final int RING_SIZE = 8;
    private static final byte[] PAYLOAD = {1};

    private final NoDisk store = new NoDisk();
    private final SteppedStages stages = new SteppedStages(store, builder -> builder.ringSize(RING_SIZE), () -> 0);
    private final AtomicIntegerArray outcomes = new AtomicIntegerArray(2);

    /** Leaves room for one more append. */
    void fillRing() {
        for (int i = 1; i < RING_SIZE; i++) {
            stages.log().tryAppend(PAYLOAD, (sequence, failure) -> { });
        }
    }

    /** There must be room. */
    void append(int which) {
        try {
            stages.log().append(PAYLOAD, callback(which));
        } catch (LogException refused) {
            tell(which, refused);
        }
    }

    void tryAppend(int which) {
        try {
            if (!stages.log().tryAppend(PAYLOAD, callback(which))) {
                tell(which, NOT_WRITTEN);
            }
        } catch (LogException refused) {
            tell(which, refused);
        }
    }

    private AppendCallback callback(int which) {
        return (sequence, failure) -> {
            if (failure != null) {
                tell(which, failure);
            } else {
                tell(which, sequence <= store.durableSequence() ? ACKNOWLEDGED : NOT_DURABLE);
            }
        };
    }

    private void tell(int which, LogException failure) {
        tell(which, failure.outcome() == Outcome.NOT_WRITTEN ? NOT_WRITTEN : UNKNOWN);
    }

    private void tell(int which, int outcome) {
        if (!outcomes.compareAndSet(which, NOTHING, outcome)) {
            outcomes.set(which, TOLD_TWICE);
        }
    }

    void close() {
        stages.startClosing();
    }

    void poison() {
        store.fail();
    }

    /** Does what the log's threads would do now. One thread. */
    void work() {
        stages.run();
    }

    /** Lets the log do all that is left, to its end. One thread, when no other uses it. */
    void end() {
        stages.startClosing();
        while (!stages.ended()) {
            stages.run();
        }
        stages.end();
    }

    int outcome(int which) {
        return outcomes.get(which);
    }
}
