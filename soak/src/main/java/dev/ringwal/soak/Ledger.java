package dev.ringwal.soak;

import dev.ringwal.soak.Submission.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which record stands at which sequence, as far as that is known, and what each must be. Knows nothing of promises. */
final class Ledger {

    /** Of a record that was dropped before its append was answered, or stands where nothing is known. */
    static final long UNKNOWN = -1;

    /** Records by sequence, as far as their sequences are known. */
    private final List<Long> ids = new ArrayList<>();
    private final Map<Long, Submission> byId = new HashMap<>();

    /** What a reader showed before its append was answered, by sequence. */
    private final Map<Long, Long> shownAhead = new HashMap<>();

    /** Its records may be met from now on. */
    void know(Submission submission) {
        for (int i = 0; i < submission.records(); i++) {
            byId.put(submission.firstId + i, submission);
        }
    }

    /** The next sequence of which it is not known what stands there. */
    int end() {
        return ids.size();
    }

    /** The record that stands there, or {@link #UNKNOWN}. */
    long idAt(long sequence) {
        return sequence < ids.size() ? ids.get((int) sequence) : UNKNOWN;
    }

    @Nullable Submission submissionOf(long id) {
        return byId.get(id);
    }

    /** Its records stand behind all others. */
    void take(Submission submission) {
        for (int i = 0; i < submission.records(); i++) {
            long id = submission.firstId + i;
            Long shown = shownAhead.remove((long) ids.size());
            require(shown == null || shown == id, "record %d is at %d, where %d was read", id, ids.size(), shown);
            ids.add(id);
        }
    }

    /** What was dropped before it was known ends in front of that sequence. */
    void skipTo(long sequence) {
        while (ids.size() < sequence) {
            ids.add(Objects.requireNonNullElse(shownAhead.remove((long) ids.size()), UNKNOWN));
        }
    }

    /** Nothing stands from there on; never within a batch. */
    void cutTo(int end) {
        if (end > 0 && ids.get(end - 1) != UNKNOWN) {
            long last = ids.get(end - 1);
            require(Objects.requireNonNull(byId.get(last)).lastId() == last, "record %d is the last one, inside a batch", last);
        }
        ids.subList(end, ids.size()).clear();
    }

    /** It is what was appended, and where it belongs. */
    Submission check(long sequence, byte[] record) {
        long id = Records.idOf(record);
        Submission submission = byId.get(id);
        require(submission != null, "record %d was read at %d and never appended", id, sequence);
        submission.check(record, id);
        if (sequence < ids.size()) {
            require(ids.get((int) sequence) == id, "record %d was read at %d, where %d is", id, sequence, ids.get((int) sequence));
        } else {
            require(submission.state == State.PENDING || submission.state == State.UNKNOWN, "read at %d: %s", sequence, submission);
            require(!submission.hopeless, "read at %d: %s", sequence, submission);
        }
        return submission;
    }

    /** As far as it is known what they must be. @param first the sequence of the first of them */
    void checkAll(long first, List<byte[]> records) {
        for (int i = 0; i < records.size() && first + i < ids.size(); i++) {
            long id = ids.get((int) first + i);
            Objects.requireNonNull(byId.get(id)).check(records.get(i), id);
        }
    }

    /** A reader showed the record there. */
    void show(long sequence, long id) {
        if (sequence >= ids.size()) {
            shownAhead.put(sequence, id);
        }
    }

    boolean isShownFrom(long sequence) {
        return shownAhead.keySet().stream().anyMatch(shown -> shown >= sequence);
    }

    void forgetShownFrom(long sequence) {
        shownAhead.keySet().removeIf(shown -> shown >= sequence);
    }

    void requireNothingShownAhead() {
        require(shownAhead.isEmpty(), "read was what is not there any more: %s", shownAhead);
    }

    static void require(boolean condition, String message, @Nullable Object... facts) {
        if (!condition) {
            throw new AssertionError(String.format(message, facts));
        }
    }
}
