package dev.ringwal.soak;

import static dev.ringwal.soak.Ledger.require;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import dev.ringwal.soak.Submission.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log must hold: every record that was promised, in order and exact; behind them only what was handed in, in its order, each
 * batch whole. Knows nothing of files.
 *
 * <p>Promised is a record when its append was acknowledged as {@code SYNCED}, when a reader showed it, or when an opening found it.
 */
final class Model {

    /** Whether the log may drop what is durable without being asked. */
    private final boolean dropsByItself;
    private final Subjects subjects;
    private final Positions positions = new Positions();

    private final Ledger ledger = new Ledger();

    /** What this opening was given and has not answered for yet, in order. */
    private final Deque<Submission> pending = new ArrayDeque<>();

    /** Of this opening: answered for as not known, in order. */
    private final Deque<Submission> unknown = new ArrayDeque<>();

    /** Asked for in this opening and not answered yet. */
    private int syncs;

    private long nextId;
    private long promised;
    private long attested;
    private long written;
    private long firstAsked;
    private long firstTold;

    /** Appends up to here may have been refused because the disk was full, by an answer that nobody got. */
    private long refusedUpToId = -1;

    /** The truncation that is pending, or whose outcome is not known. */
    private @Nullable Submission cut;
    private boolean cutMovesConsumers;
    private boolean truncated;
    private boolean lastTruncationIsAttested = true;

    /** What was appended to finish a recovery that was put off: nothing may stand behind it. */
    private @Nullable Submission last;

    Model(boolean dropsByItself, Subjects subjects) {
        this.dropsByItself = dropsByItself;
        this.subjects = subjects;
    }

    Subjects subjects() {
        return subjects;
    }

    Positions positions() {
        return positions;
    }

    // What is asked for.

    Submission submit(int[] lengths, Durability durability, boolean hopeless) {
        Submission submission = new Submission(nextId, lengths, durability, hopeless);
        nextId += lengths.length;
        return submission;
    }

    /** While one is pending nothing else may be handed in: should the machine stop, either it has happened or not. */
    Submission submitTruncation(long cutAfter, boolean movesConsumers) {
        Submission truncation = new Submission(nextId - 1, cutAfter);
        cut = truncation;
        cutMovesConsumers = movesConsumers;
        return truncation;
    }

    boolean isCutPending() {
        return cut != null;
    }

    /** It was not handed in after all. */
    void withdrawTruncation() {
        cut = null;
    }

    /** Since {@link #truncationsAreTold}. */
    boolean wasTruncated() {
        return truncated;
    }

    /** By a synced record behind it, whatever the state page says. */
    boolean lastTruncationIsAttested() {
        return cut == null && lastTruncationIsAttested;
    }

    /** The state page says what is left of the log. */
    void truncationsAreTold() {
        truncated = false;
    }

    private void applyCut(Submission truncation) {
        truncated = true;
        lastTruncationIsAttested = false;
        int end = (int) truncation.cutAfter + 1;
        if (end < ledger.end() || ledger.isShownFrom(end)) {
            ledger.cutTo(Math.min(end, ledger.end()));
            promised = Math.min(promised, end);
            attested = Math.min(attested, end);
            written = Math.min(written, end);
            ledger.forgetShownFrom(end);
            if (cutMovesConsumers) {
                positions.cutTo(end);
            }
        }
        cut = null;
    }

    /** It was handed in, and waits for its answer. */
    void handedIn(Submission submission) {
        ledger.know(submission);
        submission.promisedBefore = promised;
        pending.add(submission);
    }

    void trimAsked(long before) {
        firstAsked = Math.max(firstAsked, before);
    }

    /** What a trim said when it returned is durable. @param before the first sequence when it began */
    void trimmed(long before, long first) {
        require(dropsByItself || first <= firstAsked, "trimmed to %d, asked was %d", first, firstAsked);
        require(dropsByItself || first == before || first <= positions.trimmable(), "trimmed to %d, consumers need %d", first, positions.trimmable());
        firstTold = Math.max(firstTold, first);
    }

    /** The disk may have been too full for these and earlier appends, though nobody has an answer for them. */
    void mayBeRefusedUpTo(long id) {
        refusedUpToId = id;
    }

    /** It was acknowledged, behind all that there is. */
    void mustComeLast(Submission submission) {
        ledger.know(submission);
        last = submission;
    }

    /** The last record that was made, handed in or not. */
    long lastId() {
        return nextId - 1;
    }

    /** The log says that it is closed: all that was written is durable. */
    void closed() {
        promised = written;
        positions.synced();
    }

    // What the log says.

    void completed(Submission submission, long lastSequence, @Nullable LogException failure) {
        require(submission.state == State.PENDING, "completed again: %s", submission);
        require(pending.peek() == submission, "%s completed before %s", submission, pending.peek());
        pending.remove();
        if (failure != null) {
            submission.failed(failure);
            require(lastSequence == -1, "%s failed and has sequence %d", submission, lastSequence);
            if (submission == cut) {
                cut = submission.state == State.UNKNOWN ? cut : null;
            } else if (submission.state == State.UNKNOWN) {
                unknown.add(submission);
            }
            return;
        }
        if (submission == cut) {
            submission.state = State.ACKNOWLEDGED;
            applyCut(submission);
            require(ledger.end() - 1 == lastSequence, "%s left the log with sequence %d, not %d", submission, lastSequence, ledger.end() - 1L);
            return;
        }
        require(!submission.hopeless, "%s cannot have succeeded", submission);
        require(unknown.isEmpty() || submission.durability == Durability.WRITTEN, "%s is durable, and not %s before it", submission, unknown);
        submission.state = State.ACKNOWLEDGED;
        while (ledger.end() + submission.records() <= lastSequence && !unknown.isEmpty()) {
            ledger.take(unknown.remove()); // written, but not known to be durable
        }
        ledger.take(submission);
        require(ledger.end() - 1 == lastSequence, "%s has sequence %d, not %d", submission, lastSequence, ledger.end() - 1L);
        written = ledger.end();
        if (submission.durability == Durability.SYNCED) {
            promised = ledger.end();
            attested = Math.max(attested, submission.promisedBefore);
            lastTruncationIsAttested = true; // it was handed in behind that
        }
    }

    /** A sync was acknowledged: all that was written before it is durable. */
    void synced(long sequence) {
        require(sequence == ledger.end() - 1, "synced up to %d, appended were %d", sequence, ledger.end());
        promised = ledger.end();
        positions.synced();
    }

    /** A reader shows a record: it can never be lost from now on, nor the rest of its batch. */
    void shown(long sequence, byte[] record) {
        Submission submission = ledger.check(sequence, record);
        long id = Records.idOf(record);
        ledger.show(sequence, id);
        promised = Math.max(promised, sequence + submission.lastId() - id + 1);
    }

    /** It is what was appended, and where it belongs. */
    void checkShown(long sequence, byte[] record) {
        ledger.check(sequence, record);
    }

    /** No record of the topic, as far as is known, lies between these; neither end counts. */
    void checkNoneBetween(String topic, long before, long behind) {
        for (long sequence = before + 1; sequence < Math.min(behind, ledger.end()); sequence++) {
            long id = ledger.idAt(sequence);
            require(id == Ledger.UNKNOWN || !subjects.of(id).equals(topic), "record %d of topic '%s' was left out", sequence, topic);
        }
    }

    /** The last sequence that is promised, whatever becomes of a pending truncation; -1 for none. */
    long promised() {
        return cut == null ? promised - 1 : Math.min(promised - 1, cut.cutAfter);
    }

    /** The last sequence that a synced record behind it attests, whatever the state page says; -1 for none. */
    long attested() {
        return Math.min(promised(), attested - 1);
    }

    /** Records before it are promised, and known by their sequences. */
    long trimmable() {
        return Math.min(promised, ledger.end());
    }

    long first() {
        return firstTold;
    }

    void syncAsked() {
        syncs++;
    }

    void syncAnswered() {
        syncs--;
    }

    /** Whether the log may begin there. */
    boolean mayBegin(long first) {
        return dropsByItself || first <= firstAsked;
    }

    /** As far as that is known. */
    boolean wasHandedInBefore(long sequence, long nanos) {
        Submission submission = ledger.submissionOf(ledger.idAt(sequence));
        return submission == null || submission.nanos <= nanos;
    }

    /** Records that are promised are left from there on. @param first where the log begins now */
    long surelyLeftFrom(long first) {
        return dropsByItself ? first : Math.max(first, firstAsked);
    }

    boolean hasPending() {
        return !pending.isEmpty() || syncs > 0 || positions.hasPending();
    }

    // What an opening finds.

    /**
     * Checks it, and takes it over as promised.
     *
     * @param first       the log's first sequence
     * @param records     all its records from there on
     * @param cachesKept  whether all that was written before is still with the operating system
     */
    void reopened(long first, List<byte[]> records, boolean cachesKept) {
        Submission appended = last;
        if (appended == null) {
            checkReopened(first, records, cachesKept);
        } else {
            int older = records.size() - 1;
            require(older >= 0 && Records.idOf(records.get(older)) == appended.firstId, "it is not there: %s", appended);
            checkReopened(first, records.subList(0, older), cachesKept);
            ledger.take(appended);
        }
        startAnew();
    }

    private void checkReopened(long first, List<byte[]> records, boolean cachesKept) {
        require(first >= firstTold && (dropsByItself || first <= firstAsked), "the first record is %d; trimmed were those before %d, asked was %d",
                first, firstTold, firstAsked);
        long end = first + records.size();
        if (cut != null && end == cut.cutAfter + 1) {
            pending.clear();
            unknown.clear();
            if (cutMovesConsumers) {
                positions.mayBeCutTo(end); // it has removed something, or there was nothing
            }
            cutMovesConsumers = false;
            applyCut(cut);
        }
        pending.remove(cut);
        require(end >= promised, "the log ends before %d, promised were all before %d", end, promised);
        require(!cachesKept || end >= written, "the log ends before %d, written were all before %d", end, written);
        ledger.checkAll(first, records);
        boolean someDropped = ledger.end() < first;
        ledger.skipTo(first);
        if (end <= ledger.end()) {
            ledger.cutTo((int) end);
        } else {
            takeUnanswered(records.subList((int) (ledger.end() - first), records.size()), someDropped);
        }
    }

    /** What was under way may be there: from the first on, in order, without gaps but for what may have been refused. */
    private void takeUnanswered(List<byte[]> records, boolean someDropped) {
        Deque<Submission> candidates = new ArrayDeque<>(unknown);
        candidates.addAll(pending);
        int read = 0;
        while (read < records.size()) {
            Submission next = candidates.poll();
            require(next != null, "record %d was not appended in the last opening", Records.idOf(records.get(read)));
            if (Records.idOf(records.get(read)) != next.firstId) {
                require(next.hopeless || next.firstId <= refusedUpToId || someDropped && read == 0, "missing: %s; there is record %d: %s", next,
                        Records.idOf(records.get(read)), ledger.submissionOf(Records.idOf(records.get(read))));
                continue;
            }
            require(!next.hopeless, "it cannot be there: %s", next);
            require(records.size() - read >= next.records(), "only %d records of it are there: %s", records.size() - read, next);
            for (int i = 0; i < next.records(); i++) {
                next.check(records.get(read + i), next.firstId + i);
            }
            read += next.records();
            ledger.take(next);
        }
    }

    private void startAnew() {
        last = null;
        cut = null;
        pending.clear();
        unknown.clear();
        syncs = 0;
        ledger.requireNothingShownAhead();
        promised = ledger.end();
        written = ledger.end();
    }
}
