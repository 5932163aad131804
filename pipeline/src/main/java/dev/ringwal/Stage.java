package dev.ringwal;

/**
 * One of the four steps of an append. A stage does not know its thread and never waits for another stage: {@link #step} does what can
 * be done now, hands it over, and says whether there was anything. So a {@link ThreadLayout} can put any stages on one thread, and a
 * test can drive all of them, with a clock of its own, on one.
 *
 * <p>These are not the Disruptor's {@code BatchEventProcessor}s, though ring, sequences and wake-up are the Disruptor's. That one
 * moves its sequence on when a handler throws and the exception handler returns, so that later stages acknowledge what was never
 * written, or dies and leaves producers waiting; it shows nothing of a batch before its end, so that a stage which must wait in the
 * middle waits for ever; and it owns its thread. Here a stage's sequence, the last slot that the next one may look at, moves only by its own hand, after the work.
 *
 * <p>What escapes from a step is a defect or an {@code Error}: it poisons the log. A poisoned log's stages go on moving slots along,
 * without work, so that notify can fail every one.
 */
abstract class Stage {

    private final Poison poison;

    Stage(Poison poison) {
        this.poison = poison;
    }

    /** Does what can be done now; false when there was nothing. One thread at a time. */
    final boolean step() {
        try {
            return !ended() && advance();
        } catch (Throwable escaped) {
            poison.poison(escaped);
            return true;
        }
    }

    abstract boolean advance() throws Throwable;

    /** Whether the end marker has passed: there is nothing left to do, ever. */
    abstract boolean ended();

    /** When it wants to be stepped again though nobody signals, on the pipeline's clock; {@code Long.MAX_VALUE}: never. */
    long deadlineNanos() {
        return Long.MAX_VALUE;
    }
}
