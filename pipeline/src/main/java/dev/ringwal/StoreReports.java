package dev.ringwal;

import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.Group;

/** Takes the store's reports, from whatever thread, and wakes who waits for them. */
final class StoreReports implements LogStore.Listener {

    private final LogStore store;
    private final Progress progress;
    private final Lifecycle lifecycle;
    private final GroupPool pool;
    private final WakeUp sync;
    private final WakeUp notify;
    private final PointReader pointReader;
    private final Incidents incidents;

    StoreReports(LogStore store, Progress progress, Lifecycle lifecycle, GroupPool pool, WakeUp sync, WakeUp notify, PointReader pointReader,
            Incidents incidents) {
        this.store = store;
        this.progress = progress;
        this.lifecycle = lifecycle;
        this.pool = pool;
        this.sync = sync;
        this.notify = notify;
        this.pointReader = pointReader;
        this.incidents = incidents;
    }

    @Override
    public void written(long lastSequence, long mark) {
        progress.written(mark);
        notify.signal();
    }

    @Override
    public void durable(long lastSequence, long mark) {
        progress.durable(lastSequence, mark);
        sync.signal();
        notify.signal();
    }

    @Override
    public void released(Group group) {
        pool.released(group);
    }

    @Override
    public void trimmed(long firstSequence) {
        pointReader.close(); // what it holds open would keep its space
        store.control().consumers().forEach((name, position) -> {
            if (position.nextSequence() < firstSequence) {
                incidents.consumerOvertaken(name, position.nextSequence(), firstSequence);
            }
        });
    }

    @Override
    public void notTrimmed(Exception cause) {
        incidents.notTrimmed(cause);
    }

    @Override
    public void failed(Throwable cause) {
        lifecycle.poison(cause);
    }
}
