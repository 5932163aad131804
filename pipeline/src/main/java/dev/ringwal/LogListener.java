package dev.ringwal;

import org.jspecify.annotations.Nullable;

/** Told of what happens to a log as a whole. What it throws is logged and changes nothing. */
public interface LogListener {

    /**
     * The log came into this state. Called once for each, except one that is over before it could be told, on a thread of the log's
     * own, where nothing may wait for the log.
     *
     * @param cause for {@link LogState#POISONED} what failed, else null
     */
    default void stateChanged(LogState state, @Nullable Throwable cause) {
    }
}
