package dev.ringwal;

import org.jspecify.annotations.Nullable;

/** Told of what happens to a log as a whole. What it throws is logged and changes nothing. */
public interface LogListener {

    /**
     * The log came into this state; called once for each, on the thread that found out, where nothing may wait for the log.
     *
     * @param cause for {@link LogState#POISONED} what failed, else null
     */
    default void stateChanged(LogState state, @Nullable Throwable cause) {
    }
}
