package dev.ringwal.log;

import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Group;
import java.nio.file.Path;

/**
 * Where the pipeline puts its groups: local disk now.
 *
 * <p><b>Obligations of the caller.</b> {@link #start} once, first. {@link #take} by one thread at a time (the write stage). After
 * {@link Listener#failed} nothing more is taken. {@link #finish} once, after the last {@code take} and {@code sync} have returned.
 *
 * <p><b>Guarantees.</b> Sequences are given when a group is taken, dense and in order. A refused group used none and wrote
 * nothing. Reports come in order, from whatever thread: {@code written}, {@code durable} (never before a completed sync covers the
 * records), {@code released}, or {@code failed}, which is final.
 */
public interface LogStore {

    /**
     * Receives a store's reports. Must neither throw nor wait.
     *
     * <p>A <i>mark</i> counts on from the last sequence that the log had when it was opened: one for each record and one for each control
     * entry of the groups taken. So what has no sequence can be waited for too; without control entries mark and sequence are the same.
     */
    interface Listener {
        /** All records up to this one, and all else up to the mark, are with the operating system. */
        void written(long lastSequence, long mark);

        /** A completed sync covers all records up to this one, and all else up to the mark; always the end of a group. */
        void durable(long lastSequence, long mark);

        /** The store no longer looks at the group: it may be filled again. */
        void released(Group group);

        /** All records before this one were given up: the space of their files is free once nobody has them open. */
        void trimmed(long firstSequence);

        /** What was to be dropped without being asked could not be: it is tried again. */
        void notTrimmed(Exception cause);

        /** A write or sync failed. Nothing more will be written or become durable. */
        void failed(Throwable cause);
    }

    /** Connects the reports. */
    void start(Listener listener);

    /**
     * Gives the group its sequences (see {@link Group#firstSequence()}) and writes it whole, or refuses it. A failure of the disk
     * is reported as failed, not thrown; the group is then released too. A group that comes after a failure, of which the report may
     * still be on its way, is released without sequences.
     *
     * @throws DiskFullException when there is no room: nothing was written, no sequence used, and the group is the caller's again
     *     (it is not reported as released)
     */
    void take(Group group);

    /**
     * Makes all that was written durable and reports it; returns when that is done or has failed. Does nothing when all is, or
     * after a failure. Any thread; calls run one after the other.
     */
    void sync();

    /**
     * Has all that was written so far made durable on a thread of the store's own, some time; returns at once. Nobody may rely on it: what
     * must be durable by some time is synced by {@link #sync} then. Any thread.
     */
    void syncLater();

    /** The last sequence given out and written; -1 in a new log. Any thread. */
    long writtenSequence();

    /** The last sequence that a completed sync covers; -1 in a new log. Any thread. */
    long durableSequence();

    /** How many syncs of records this opening has made. Any thread. */
    long syncs();

    /** The bytes that a group of several records may have at most; a larger single record or batch is taken all the same. */
    int groupBytes();

    /** The first sequence that is left. Any thread. */
    long firstSequence();

    /**
     * The same, once a trim that is under way has been decided: what is decided later knows the positions that are durable now. Any thread;
     * may wait for a sync.
     */
    long settledFirstSequence();

    /** A reader whose next record is the given one. Any thread. */
    LogReader reader(long fromSequence);

    /** A reader of the topic's records whose next one is the first of them from the given sequence on. Any thread. */
    LogReader reader(int topic, long fromSequence);

    /**
     * The number of the topic with that name, which is given one if it has none: its name becomes durable with the first group that has a
     * record of it. Any thread.
     *
     * @throws IllegalStateException when the log's names and positions would be over their limit
     */
    int topic(String name);

    /**
     * Makes sure that there is room for one more consumer, if there is none of that name. Any thread.
     *
     * @throws IllegalStateException when the log's names and positions would be over their limit
     */
    void admitConsumer(String name);

    /** Names and positions that are written; those that are not durable yet among them. Any thread. */
    ControlState control();

    /**
     * Drops whole segments at the front whose records all lie before the sequence; the rest stays. Durable when it returns. Any
     * thread.
     *
     * @return the first sequence that is left
     */
    long trimBefore(long sequence);

    /**
     * Drops all records behind the given one, by the thread that takes, between groups. Durable when it returns, and crash-safe at every
     * point. A failure of the disk is reported as failed, not thrown.
     *
     * @return how many are gone; -1 when a failure was reported instead
     * @throws TruncationRefusedException when the log cannot or should not end there: nothing was changed
     * @throws DiskFullException when there is no room to say so: nothing was changed
     */
    long truncateAfter(long sequence, Truncation kind);

    /** How often {@link #tick} is to be called while nothing is taken; {@code Long.MAX_VALUE}: never. */
    long tickNanos();

    /** Time has passed: does what is due by it. By the thread that takes, between groups. A failure is reported, not thrown. */
    void tick();

    /**
     * Makes a copy in a directory that is not there yet, or empty: what is durable now, a log that can be opened. Appends, rolls and trims
     * go on meanwhile. It appears whole and durable, or not at all. Segments that will not change any more are not copied but get a second
     * name, where both directories are on one file system. Any thread.
     *
     * @throws java.io.UncheckedIOException when it could not be made, with a {@link java.nio.file.FileAlreadyExistsException} when
     *     something is there
     */
    BackupReport backup(Path directory);

    /** What opening found. */
    RecoveryReport recovery();

    /** Makes a failure known to readers and other processes, and ends all writing. Any thread; the first cause is kept. */
    void poison(Throwable cause);

    /**
     * Syncs and seals what is open (nothing of that after a failure), gives back lock, files and threads. Readers then deliver
     * what is durable and end. What fails here is reported as failed.
     */
    void finish();
}
