package dev.ringwal.log.local;

import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.Group;

/** A listener for tests that look at the store itself. */
public class NobodyListens implements LogStore.Listener {

    @Override
    public void written(long lastSequence, long mark) {
    }

    @Override
    public void durable(long lastSequence, long mark) {
    }

    @Override
    public void released(Group group) {
    }

    @Override
    public void trimmed(long firstSequence) {
    }

    @Override
    public void notTrimmed(Exception cause) {
    }

    @Override
    public void failed(Throwable cause) {
        throw new AssertionError(cause);
    }
}
