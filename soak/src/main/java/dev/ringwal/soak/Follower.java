package dev.ringwal.soak;

import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.RecordTruncatedException;

/** A reader, held to what readers promise: each record, one after the other, up to all that is promised. */
final class Follower {

    private final LogReader reader;
    private final Model model;
    private long next;
    private long lastNanos = Long.MIN_VALUE;

    Follower(LogReader reader, long next, Model model) {
        this.reader = reader;
        this.next = next;
        this.model = model;
    }

    /** Reads on, so many records at most. */
    void advance(int most, boolean reachesAllThatIsPromised) {
        int left = most;
        while (left > 0 && readerMoves()) {
            World.require(reader.sequence() == next, "record " + reader.sequence() + " was read instead of " + next);
            World.require(reader.timestampNanos() >= lastNanos, "record " + next + " is older than the one before it");
            lastNanos = reader.timestampNanos();
            byte[] record = bytes(reader);
            checkTopic(reader, record, model.subjects());
            model.shown(next, record);
            next++;
            left--;
        }
        boolean ended = left > 0;
        World.require(!ended || !reachesAllThatIsPromised || next > model.promised(),
                "reading ends before " + next + ", promised was " + model.promised());
    }

    /** A poisoned log's readers deliver what is durable first. */
    private boolean readerMoves() {
        try {
            return reader.next();
        } catch (LogFailedException poisoned) {
            World.require(next > model.promised(), "reading fails before " + next + ", promised was " + model.promised());
            throw poisoned;
        }
    }

    /** Goes on with the first record that is left. */
    void goOnFrom(RecordGoneException gone) {
        World.require(next < gone.firstSequence(), "record " + next + " is called gone: " + gone);
        next = gone.firstSequence();
        reader.seek(next);
    }

    /** Goes on behind the new end. */
    void goOnFrom(RecordTruncatedException cut) {
        World.require(next == cut.sequence() && next > cut.lastSequence() + 1, "the reader at " + next + " is told: " + cut);
        next = cut.lastSequence() + 1;
        reader.seek(next);
    }

    /** The topic that is said is the record's own. */
    static void checkTopic(LogReader reader, byte[] record, Subjects subjects) {
        String topic = subjects.of(Records.idOf(record));
        World.require(reader.topic().equals(topic), "record " + reader.sequence() + " is of topic '" + reader.topic() + "', not '" + topic + "'");
    }

    void close() {
        reader.close();
    }

    static byte[] bytes(LogReader reader) {
        byte[] bytes = new byte[reader.payload().remaining()];
        reader.payload().get(bytes);
        return bytes;
    }
}
