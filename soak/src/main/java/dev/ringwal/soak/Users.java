package dev.ringwal.soak;

import dev.ringwal.AppendCallback;
import dev.ringwal.Appender;
import dev.ringwal.Batch;
import dev.ringwal.Topic;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.Durability;
import dev.ringwal.log.EncoderFailedException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.RecordTooLargeException;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.TruncationRefusedException;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Unsynced;
import dev.ringwal.soak.Coverage.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What users ask of an open log. */
final class Users {

    private static final int MOST_READERS = 3;
    private static final int MOST_READ = 12;

    private final World world;
    private final Dice dice;
    private final Coverage coverage;

    Users(World world, Dice dice, Coverage coverage) {
        this.world = world;
        this.dice = dice;
        this.coverage = coverage;
    }

    void act() {
        int turn = world.model().isCutPending() ? dice.from(64, 92) : dice.below(103);
        if (turn >= 100) {
            truncate();
        } else if (turn < 45) {
            append();
        } else if (turn < 58) {
            appendBatch();
        } else if (turn < 64) {
            sync();
        } else if (turn < 68) {
            read();
        } else if (turn < 72) {
            readTopic();
        } else if (turn < 79) {
            tail();
        } else if (turn < 84) {
            readOne();
        } else if (turn < 88) {
            readFromAnotherProcess();
        } else if (turn < 93 || turn < 96 && world.model().subjects().topics() == 0) { // consumers hold trims back: not in every history
            trim();
        } else if (turn < 96) {
            commit();
        } else if (turn < 97) {
            openOnceMore();
        } else if (turn < 99) {
            backUp();
        } else {
            coverage.count(Event.CLOCK_SET_BACK);
            world.clock().setBack(dice.from(1, 5_000_000) * 1000L);
        }
    }

    private WriteAheadLog log() {
        return world.process().log();
    }

    // Appending.

    private void append() {
        Durability durability = durability();
        coverage.count(durability == Durability.SYNCED ? Event.APPEND_SYNCED : Event.APPEND_WRITTEN);
        switch (dice.below(8)) {
            case 0 -> appendBuffer(durability);
            case 1, 2 -> appendEncoded(durability);
            default -> {
                Submission one = world.model().submit(new int[] {length()}, durability, false);
                handIn(topic(one, 0).bytes(durability), one.bytes(0), one);
            }
        }
    }

    private void appendBuffer(Durability durability) {
        coverage.count(Event.APPEND_BUFFER);
        Submission one = world.model().submit(new int[] {length()}, durability, false);
        handIn(topic(one, 0).buffers(durability), ByteBuffer.wrap(one.bytes(0)), one);
    }

    private void appendEncoded(Durability durability) {
        int kind = dice.below(4);
        coverage.count(kind == 0 ? Event.ENCODER_THROWS : kind == 1 ? Event.RECORD_TOO_LARGE : Event.APPEND_ENCODED);
        Submission one = world.model().submit(new int[] {length()}, durability, kind < 2);
        handIn(topic(one, 0).<Submission>withBufferEncoder((submission, out) -> encode(submission, out, kind), durability), one, one);
    }

    /** May write some of it before it throws. */
    private static void encode(Submission submission, ByteBuffer out, int kind) {
        byte[] bytes = submission.bytes(0);
        if (kind == 0) {
            out.put(bytes, 0, bytes.length / 2);
            throw new IllegalStateException("this encoder throws");
        }
        out.put(bytes);
        if (kind == 1) {
            out.put(new byte[Process.recordLimitBytes()]);
        }
    }

    private void appendBatch() {
        boolean large = dice.oneIn(3);
        int[] lengths = new int[dice.from(1, 6)];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = large ? dice.from(1000, 4000) : length() % 500 + Records.ID_BYTES;
        }
        coverage.count(large && lengths.length > 4 ? Event.BATCH_OVER_FRAMES : Event.BATCH);
        Durability durability = durability();
        Submission one = world.model().submit(lengths, durability, false);
        Batch batch = log().newBatch();
        for (int i = 0; i < lengths.length; i++) {
            batch.add(topic(one, i), one.bytes(i));
        }
        handIn(log().batches(durability), batch, one);
    }

    private Topic topic(Submission submission, int record) {
        return log().topic(world.model().subjects().of(submission.firstId + record));
    }

    private <P> void handIn(Appender<P> appender, P payload, Submission submission) {
        if (appender.tryAppend(payload, answer(submission))) {
            submission.nanos = world.clock().nanos();
            world.model().handedIn(submission);
        } else {
            coverage.count(Event.RING_FULL);
        }
    }

    private AppendCallback answer(Submission submission) {
        return world.guarded((sequence, failure) -> {
            world.model().completed(submission, sequence, failure);
            if (failure != null) {
                requireReason(submission, failure);
            }
        });
    }

    private void requireReason(Submission submission, LogException failure) {
        if (failure instanceof DiskFullException) {
            coverage.count(Event.DISK_FULL);
            World.require(world.mayBeRefused(submission), "the disk is not full: " + failure);
        } else {
            boolean encoder = failure instanceof EncoderFailedException || failure instanceof RecordTooLargeException;
            World.require(encoder ? submission.hopeless : world.mayFail(), submission + " failed: " + failure);
        }
    }

    private void sync() {
        coverage.count(Event.SYNC);
        boolean room = world.process().stages().trySync(world.guarded((sequence, failure) -> {
            world.model().syncAnswered();
            if (failure == null) {
                world.model().synced(sequence);
            } else {
                World.require(world.mayFail(), "a sync failed: " + failure);
            }
        }));
        if (room) {
            world.model().syncAsked();
        } else {
            coverage.count(Event.RING_FULL);
        }
    }

    /** Says how far a consumer has come. */
    private void commit() {
        coverage.count(Event.COMMIT);
        Positions positions = world.model().positions();
        String consumer = "consumer " + dice.below(3);
        long position = Math.max(positions.last(consumer), 1 + Math.max(0, world.model().promised() - dice.below(10)));
        Durability durability = durability();
        boolean room = world.process().stages().tryCommit(consumer, position, durability, world.guarded((sequence, failure) -> {
            positions.answered(consumer, position, durability, failure == null);
            World.require(failure == null || failure instanceof DiskFullException || world.mayFail(), "a commit failed: " + failure);
        }));
        if (room) {
            positions.asked(consumer, position);
        } else {
            coverage.count(Event.RING_FULL);
        }
    }

    private Durability durability() {
        return dice.oneIn(3) ? Durability.WRITTEN : Durability.SYNCED;
    }

    /** Most records are short; some fill a good part of a segment. */
    private int length() {
        return dice.oneIn(4) ? dice.from(Records.ID_BYTES, 7000) : dice.from(Records.ID_BYTES, 60);
    }

    // Reading.

    private void read() {
        coverage.count(Event.READ);
        long place = place();
        try (LogReader reader = log().reader(place)) {
            new Follower(reader, place, world.model()).advance(dice.from(1, MOST_READ), true);
        } catch (RecordGoneException trimmed) {
            requireTrimmed(place, trimmed);
        }
    }

    /** Of one topic, none of its records left out. */
    private void readTopic() {
        coverage.count(Event.READ_TOPIC);
        String topic = world.model().subjects().name(dice.below(world.model().subjects().topics() + 1));
        long place = Math.max(place(), log().firstSequence());
        long before = place - 1;
        try (LogReader reader = log().topic(topic).reader(place)) {
            for (int left = MOST_READ; left > 0; left--) {
                if (!reader.next()) {
                    world.model().checkNoneBetween(topic, before, world.model().promised() + 1);
                    return;
                }
                world.model().checkNoneBetween(topic, before, reader.sequence());
                before = reader.sequence();
                byte[] record = Follower.bytes(reader);
                Follower.checkTopic(reader, record, world.model().subjects());
                world.model().shown(before, record);
            }
        } catch (RecordGoneException trimmed) {
            requireTrimmed(before + 1, trimmed);
        }
    }

    /** Some readers stay, over rolls and trims. */
    private void tail() {
        List<Follower> readers = world.process().readers();
        if (readers.isEmpty() || readers.size() < MOST_READERS && dice.oneIn(3)) {
            long place = dice.oneIn(2) ? log().firstSequence() : Math.max(place(), log().firstSequence());
            readers.add(new Follower(log().reader(place), place, world.model()));
        }
        Follower reader = dice.of(readers);
        coverage.count(Event.TAIL);
        try {
            reader.advance(dice.from(1, 3), true);
        } catch (RecordTruncatedException cut) {
            coverage.count(Event.TAIL_TRUNCATED);
            reader.goOnFrom(cut);
        } catch (RecordGoneException trimmed) {
            coverage.count(Event.TAIL_TRIMMED);
            requireTrimmed(trimmed.firstSequence() - 1, trimmed);
            reader.goOnFrom(trimmed);
        }
    }

    private void readOne() {
        coverage.count(Event.POINT_READ);
        long sequence = place();
        try {
            world.model().shown(sequence, log().read(sequence));
        } catch (RecordGoneException trimmed) {
            requireTrimmed(sequence, trimmed);
        } catch (NoSuchElementException notYet) {
            World.require(sequence > world.model().promised(), "record " + sequence + " was promised: " + notYet);
        }
    }

    private void readFromAnotherProcess() {
        coverage.count(Event.READ_BY_ANOTHER_PROCESS);
        if (world.statePageFailed() && world.model().wasTruncated()) {
            return; // nobody tells other processes of a truncation any more
        }
        try (ReadOnlyLog other = ReadOnlyLog.open(world.disk(), Reach.ATTESTED)) {
            long place = Math.max(other.firstSequence(), other.lastSequence() - dice.below(MOST_READ));
            try (LogReader reader = other.reader(place)) {
                new Follower(reader, place, world.model()).advance(MOST_READ, !world.statePageFailed());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The copy is a log that has all that is promised, whatever happens to its machine. */
    private void backUp() {
        coverage.count(Event.BACKUP);
        long promised = world.model().promised();
        MemoryStorage copy = new MemoryStorage(dice.any());
        try {
            world.process().backUp(copy);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try (ReadOnlyLog restored = ReadOnlyLog.open(copy.powerCut(Unsynced.LOST), Reach.ATTESTED);
                LogReader reader = restored.reader(restored.firstSequence())) {
            long first = log().firstSequence();
            World.require(restored.firstSequence() <= first, "a backup begins with " + restored.firstSequence() + ", the log with " + first);
            World.require(restored.lastSequence() >= promised, "a backup ends with " + restored.lastSequence() + ", promised was " + promised);
            long next = restored.firstSequence();
            for (; reader.next(); next++) {
                World.require(reader.sequence() == next, "a backup has record " + reader.sequence() + " instead of " + next);
                byte[] record = Follower.bytes(reader);
                Follower.checkTopic(reader, record, world.model().subjects());
                world.model().checkShown(next, record);
            }
            World.require(next == restored.lastSequence() + 1, "a backup is read up to " + next);
        } catch (IOException impossible) {
            throw new AssertionError("a backup does not open: " + impossible, impossible);
        }
    }

    private void requireTrimmed(long asked, RecordGoneException gone) {
        World.require(asked < gone.firstSequence() && gone.firstSequence() <= log().firstSequence(),
                asked + ": " + gone + " but the first is " + log().firstSequence());
    }

    /** Somewhere in the log, or a little before or behind it. */
    private long place() {
        long first = world.model().first();
        long beyond = Math.max(first, world.model().promised()) + 3; // what was dropped unasked may not have been promised
        return Math.max(0, first - 2 + dice.below((int) (beyond - first) + 2));
    }

    // The rest.

    private void trim() {
        coverage.count(Event.TRIM);
        long before = Math.max(0, world.model().trimmable() - dice.below(6));
        world.model().trimAsked(before);
        long first = log().firstSequence();
        world.model().trimmed(first, log().trimBefore(before));
        tail();
    }

    /** Drops some of what is promised, and whatever is behind. */
    private void truncate() {
        coverage.count(Event.TRUNCATE);
        long behind = Math.max(log().firstSequence() - 1, world.model().trimmable() - 1 - dice.below(8));
        Truncation kind = dice.oneIn(2) ? Truncation.EVEN_IF_CONSUMED : Truncation.UNLESS_CONSUMED;
        if (behind >= world.model().trimmable()) {
            return; // it dropped by itself what was never promised
        }
        Submission truncation = world.model().submitTruncation(behind, kind == Truncation.EVEN_IF_CONSUMED);
        if (world.process().stages().tryTruncate(behind, kind, world.guarded((sequence, failure) -> {
            world.model().completed(truncation, sequence, failure);
            World.require(failure == null || failure instanceof TruncationRefusedException || failure instanceof DiskFullException
                    || world.mayFail(), "a truncation failed: " + failure);
        }))) {
            world.model().handedIn(truncation);
        } else {
            world.model().withdrawTruncation();
        }
    }

    private void openOnceMore() {
        coverage.count(Event.SECOND_WRITER);
        @Nullable Process second = null;
        try {
            second = new Process(world.disk(), world.clock(), world.settings(), dice);
        } catch (LogInUseException inUse) {
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        throw new AssertionError("there are two writers: " + second);
    }
}
