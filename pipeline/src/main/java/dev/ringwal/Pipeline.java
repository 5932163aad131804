package dev.ringwal;

import com.lmax.disruptor.RingBuffer;
import dev.ringwal.log.Address;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Wires one log: ring, stages, what they share, and the threads that step them. Knows how to begin and how to end; no more. */
final class Pipeline {

    /** A group that holds what a small ring does is enough, but let records above a KiB be several in one. */
    private static final int LEAST_GROUP_BYTES = 64 * 1024;

    private final LogStore store;
    private final Incidents incidents = new Incidents(Loggers.logger());
    private final OwnThreads own = new OwnThreads();
    private final Lifecycle lifecycle = new Lifecycle();
    private final Poison poison;
    private final Progress progress;
    private final RingBuffer<Slot> ring;
    private final Room room;
    private final BytesInFlight bytesInFlight;
    private final BatchMemory batchMemory = new BatchMemory();
    private final PointReader pointReader;
    private final StoreReports storeReports;
    private final Shutdown shutdown;
    private final EncodeStage encode;
    private final WriteStage write;
    private final SyncStage sync;
    private final SyncTime syncTime;
    private final Completions completions;
    private final NotifyStage notify;
    private final PublishGate gate;
    private final List<StageThread> threads;

    Pipeline(Settings settings, LogStore store, LongSupplier clock) {
        this.store = store;
        StageLayout layout = new StageLayout(settings.threadLayout());
        WakeUp wakeEncode = layout.encodeWakeUp();
        WakeUp wakeSync = layout.syncWakeUp();
        WakeUp wakeNotify = layout.notifyWakeUp();
        StateReports states = new StateReports(lifecycle, incidents, settings.listener(), own);
        int groupBytes = Math.min(store.groupBytes(), Math.max(LEAST_GROUP_BYTES, settings.ringSize() * Slot.INLINE_BYTES));
        GroupPool pool = new GroupPool(layout.groups(), groupBytes, wakeEncode);
        Scratches scratches = new Scratches(settings.recordLimitBytes());

        poison = new Poison(lifecycle, store);
        syncTime = new SyncTime(settings.waiting());
        progress = new Progress(lifecycle, store.writtenSequence(), store.durableSequence());
        ring = RingBuffer.createMultiProducer(new SlotMemory(settings.ringSize())::next, settings.ringSize(), wakeEncode);
        room = new Room(ring, lifecycle, own);
        bytesInFlight = new BytesInFlight(settings.bytesInFlight(), lifecycle, own);
        pointReader = new PointReader(store, lifecycle);
        storeReports = new StoreReports(store, progress, lifecycle, pool, wakeSync, wakeNotify, pointReader, incidents);
        shutdown = new Shutdown(ring, store, lifecycle, poison, states, pointReader, layout.threads());

        encode = new EncodeStage(ring, pool, lifecycle, poison, scratches, batchMemory, layout.writeWakeUp());
        write = new WriteStage(ring, encode.done, store, pool, progress, lifecycle, poison, wakeSync, wakeNotify, clock);
        sync = new SyncStage(store, write, progress, lifecycle, poison, settings.syncIntervalNanos(), clock, incidents, syncTime,
                layout.threads() == 1 ? encode::isCutShort : () -> false);
        completions = new Completions(ring, write.done, progress, lifecycle, room, bytesInFlight, incidents, own, wakeNotify);
        notify = new NotifyStage(completions, states, shutdown, lifecycle, poison, incidents, own, wakeNotify, clock,
                settings.completionExecutor());
        gate = new PublishGate(ring, lifecycle, room, bytesInFlight, completions);

        ring.addGatingSequences(completions.done);
        List.of(wakeEncode, layout.writeWakeUp(), wakeSync, wakeNotify).forEach(wakeUp -> lifecycle.wakes(wakeUp::signal));
        lifecycle.wakes(room::signal);
        lifecycle.wakes(bytesInFlight::signalAll);
        lifecycle.wakes(progress::signal);
        threads = layout.threads(stages(), settings.waiting(), clock, own, poison, shutdown::threadEnded);
    }

    /** In the order of an append's way through them. */
    List<Stage> stages() {
        return List.of(encode, write, sync, notify);
    }

    /** Connects the store, without threads: whoever calls it steps the stages. */
    void connect() {
        store.start(storeReports);
    }

    /** Connects the store and starts the threads. */
    void start() {
        int started = 0;
        try {
            passBlank();
            connect(); // a failure from before is then told on a thread of the log's own
            for (StageThread thread : threads) {
                thread.start();
                started++;
            }
            incidents.opened(store.recovery());
        } catch (Throwable none) { // no memory for a thread, say
            poison.poison(none);
            shutdown.begin();
            for (; started < threads.size(); started++) {
                shutdown.threadEnded(threads.get(started));
            }
            throw none;
        }
    }

    /**
     * Sends a blank slot through the stages. What claiming and publishing do for the first time takes memory, to load and link it:
     * were there none, a claimed slot would never be published, and the ring would stand still.
     */
    private void passBlank() {
        ring.publish(room.claim(Patience.NONE));
        stages().forEach(Stage::step);
    }

    /** All stages have ended, where no thread steps them. */
    void endWithoutThreads() {
        threads.forEach(shutdown::threadEnded);
    }

    <P> Appender<P> appender(Payload<P> kind, Durability durability) {
        return new RingAppender<>(gate, kind, durability, own, syncTime);
    }

    boolean awaitDurable(long sequence, Duration timeout) {
        if (progress.durableSequence() >= sequence) {
            return true;
        }
        own.refuseToWait("awaitDurable");
        return progress.awaitDurable(sequence, Patience.nanos(timeout));
    }

    LogReader reader(long fromSequence) {
        return new GuardedReader(store.reader(fromSequence), own);
    }

    LogReader reader(int topic, long fromSequence) {
        return new GuardedReader(store.reader(topic, fromSequence), own);
    }

    byte[] read(long sequence) {
        return pointReader.read(sequence);
    }

    byte[] read(Address address) {
        return pointReader.read(address);
    }

    long trimBefore(long sequence) {
        return store.trimBefore(sequence);
    }

    Tail tail(long fromSequence, RecordHandler handler) {
        return Tail.start(store.reader(fromSequence), handler, own);
    }

    Tail tail(int topic, long fromSequence, RecordHandler handler) {
        return Tail.start(store.reader(topic, fromSequence), handler, own);
    }

    BatchMemory batchMemory() {
        return batchMemory;
    }

    LogStore store() {
        return store;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    LogStatistics statistics() {
        long inUse = lifecycle.closed() ? 0 : ring.getCursor() - completions.done.get();
        return new LogStatistics(write.records(), write.payloadBytes(), write.groups(), store.syncs(), sync.longestNanos(),
                Math.max(0, inUse), bytesInFlight.bytes());
    }

    /** Whether it may not wait for this log. */
    boolean needsCurrentThread() {
        return own.current();
    }

    /** @throws IllegalStateException where it may not */
    void refuseToWait(String what) {
        own.refuseToWait(what);
    }

    void closeIdleReader() {
        pointReader.close();
    }

    /** Runs it, maybe twice, when all is closed; it neither throws nor waits. */
    void whenClosed(Runnable work) {
        Runnable look = () -> {
            if (lifecycle.closed()) {
                work.run();
            }
        };
        lifecycle.wakes(look);
        look.run(); // it may have been closed before
    }

    /** Takes no more appends from now on; what was handed in is finished and synced, and then the store. */
    void startClosing() {
        shutdown.begin();
    }

    /** Whether all is closed when the time is up, or at once on a thread that the log needs. */
    boolean close(long nanos) {
        startClosing();
        if (own.current()) {
            return lifecycle.closed();
        }
        if (shutdown.await(threads, nanos)) {
            shutdown.throwWhatClosingMet();
            return true;
        }
        incidents.closeSlow(nanos);
        lifecycle.abandon();
        completions.abandonPending();
        return false;
    }
}
