package dev.ringwal.log.local;

import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentWriter;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next segment file ahead, off the write path, as far as it is told to at a time. When it is late, it is named as it is,
 * and the writer fills it as it goes. The writing thread asks; the work is done on the preparing one.
 */
final class Preparer {

    private final SegmentFactory factory;
    private final Worker thread;
    private final Consumer<Throwable> unsettled;
    private @Nullable Preparation pending;
    /** How far the pending one was last told to go. */
    private long askedBytes;
    private @Nullable SegmentWriter unused;

    /** @param unsettled is told of a failure that is final, though nobody may be waiting for the file */
    Preparer(SegmentFactory factory, Worker thread, Consumer<Throwable> unsettled) {
        this.factory = factory;
        this.thread = thread;
        this.unsettled = unsettled;
    }

    private Preparation preparation(long number, long limitBytes) {
        return new Preparation(factory, number, limitBytes, unsettled);
    }

    /** Begins, unless it has, with a file that is not filled ahead. */
    void begin(long number, long limitBytes) {
        if (pending == null && unused == null) {
            Preparation begun = preparation(number, limitBytes);
            pending = begun;
            askedBytes = limitBytes;
            thread.execute(begun::finish);
        }
    }

    /** Goes on, or begins, with a file that is filled up to the limit at last, and so far now unless that is less than a step. */
    void fill(long number, long limitBytes, long wantedBytes, long stepBytes) {
        if (unused != null) {
            return;
        }
        Preparation filling = pending;
        if (filling == null) {
            filling = preparation(number, limitBytes);
            pending = filling;
            askedBytes = 0;
        }
        long wanted = Math.min(wantedBytes, limitBytes);
        if (wanted - askedBytes >= stepBytes || wanted == limitBytes && askedBytes < limitBytes) {
            askedBytes = wanted;
            filling.want(wanted);
            Preparation stepping = filling;
            thread.execute(() -> step(stepping));
        }
    }

    private static void step(Preparation preparation) {
        try {
            preparation.step();
        } catch (IOException late) {
            // Whoever takes the file tries again, and learns of it.
        }
    }

    /** Whether {@link #take} has no need to wait. */
    boolean isReady() {
        return unused != null || pending != null && pending.isReady();
    }

    /**
     * The next segment's file, named and durable but for its records.
     *
     * @throws dev.ringwal.log.storage.NoSpaceException when there is no room for even a short one
     */
    SegmentWriter take(long number, long limitBytes) throws IOException {
        SegmentWriter ready = unused;
        if (ready != null) {
            unused = null;
            return ready;
        }
        Preparation taken = pending;
        pending = null;
        if (taken == null) {
            return make(number, limitBytes);
        }
        if (!taken.isReady()) {
            taken.hurry();
            thread.execute(taken::finish);
            thread.hurry();
        }
        try {
            return taken.get();
        } catch (IOException | RuntimeException | Error then) {
            if (taken.isNamed()) {
                throw then;
            }
            return makeAfter(then, number, limitBytes);
        }
    }

    /** There may be room, or what else the first one lacked, by now. */
    private SegmentWriter makeAfter(Throwable failure, long number, long limitBytes) throws IOException {
        try {
            return make(number, limitBytes);
        } catch (IOException | RuntimeException | Error again) {
            if (again != failure) {
                again.addSuppressed(failure);
            }
            throw again;
        }
    }

    /** Here: there is nothing to do meanwhile. */
    private SegmentWriter make(long number, long limitBytes) throws IOException {
        Preparation made = preparation(number, limitBytes);
        made.finish();
        return made.get();
    }

    /** Takes back a file that was not written to. */
    void giveBack(SegmentWriter file) {
        unused = file;
    }

    /** Deletes what was prepared and not used, where that can be done; after a failure it is only closed. The last call. */
    void discard(boolean hasFailed) {
        try {
            withdraw(hasFailed);
        } catch (IOException left) {
            // It holds nothing: the next opening deletes it.
        }
    }

    private void withdraw(boolean hasFailed) throws IOException {
        Preparation left = pending;
        pending = null;
        if (left != null) {
            left.cancel();
            Task<Boolean> withdrawn = new Task<>(() -> {
                left.withdraw(hasFailed);
                return true;
            });
            thread.execute(withdrawn);
            thread.hurry();
            withdrawn.get();
        }
        if (unused != null) {
            withdraw(unused, hasFailed);
        }
    }

    private void withdraw(SegmentWriter file, boolean hasFailed) throws IOException {
        if (hasFailed) {
            file.close();
        } else {
            factory.withdraw(file);
        }
    }
}
