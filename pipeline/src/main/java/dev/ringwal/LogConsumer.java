package dev.ringwal;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads on from a position that the log keeps under a name: in the log itself, so that one group commit makes records and positions
 * durable. Made by {@link WriteAheadLog#consumer}; of one name only one is open at a time, whatever their number otherwise.
 *
 * <p>Used by one thread at a time. Reading and committing are apart: {@link #poll} moves on, {@link #commit} says that what was polled is
 * done. A commit is handed in like a record and needs no sync of its own.
 *
 * <p>The polling methods throw what a {@link LogReader} throws. {@link dev.ringwal.log.RecordGoneException}: what it has not consumed was
 * dropped, by a bound that wins over consumers; {@link RecordTruncatedException}: the log was truncated in front of what is next;
 * {@link dev.ringwal.log.CorruptLogException}: the next record is damaged. Records in front of that are delivered first. Then it stays
 * where it is, and {@link #seek} leads past.
 */
public final class LogConsumer implements AutoCloseable {

    static final int NEVER = Integer.MAX_VALUE;

    private final Consumers consumers;
    private final String name;
    private final int topic;
    private final Delivery delivery;
    private final int commitEvery;
    private final LogReader reader;

    /** The first record that was not delivered. */
    private long position;

    /** Records delivered behind the last durable commit that this one has made by itself. */
    private int uncommitted;
    private boolean closed;

    LogConsumer(Consumers consumers, String name, ConsumerPosition position, Delivery delivery, int commitEvery) {
        this.consumers = consumers;
        this.name = name;
        this.topic = position.topic();
        this.position = position.nextSequence();
        this.delivery = delivery;
        this.commitEvery = commitEvery;
        reader = consumers.reader(topic, this.position); // knows from now on when the log is truncated
    }

    public String name() {
        return name;
    }

    /** The topic that it consumes; none: the whole log. */
    public Optional<String> topic() {
        return consumers.topicName(topic);
    }

    /**
     * The next durable records, in order, and moves behind them: as many as there are, but no more than so many, with no more bytes of
     * payload than so many; if there is one, at least that, however large. Does not wait for records.
     */
    public List<LogRecord> poll(int maxRecords, long maxBytes) {
        requireOpen();
        checkBudget(maxRecords, maxBytes);
        if (uncommitted >= commitEvery) {
            commitDurably();
        }
        int most = delivery == Delivery.AT_MOST_ONCE ? maxRecords : Math.min(maxRecords, commitEvery - uncommitted);
        long before = position;
        List<LogRecord> records = read(most, maxBytes);
        if (delivery == Delivery.AT_MOST_ONCE && !records.isEmpty()) {
            commitOrGoBack(before);
        } else if (commitEvery != NEVER) {
            uncommitted += records.size();
        }
        return records;
    }

    /** The same, waiting so long at most for one to become durable; an interrupt ends the wait. */
    public List<LogRecord> poll(int maxRecords, long maxBytes, Duration timeout) {
        List<LogRecord> records = poll(maxRecords, maxBytes);
        if (records.isEmpty() && reader.next(timeout)) {
            reader.back(reader.sequence());
            return poll(maxRecords, maxBytes);
        }
        return records;
    }

    /** The records that {@link #poll(int, long)} would return, without moving. */
    public List<LogRecord> peek(int maxRecords, long maxBytes) {
        requireOpen();
        checkBudget(maxRecords, maxBytes);
        long before = position;
        List<LogRecord> records = read(maxRecords, maxBytes); // which does not move where it fails
        goBack(before);
        return records;
    }

    private static void checkBudget(int maxRecords, long maxBytes) {
        if (maxRecords < 1) {
            throw new IllegalArgumentException("maxRecords " + maxRecords + " is below 1");
        }
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes " + maxBytes + " is below 0");
        }
    }

    /** What was read is delivered before what keeps from reading on is told: the next call meets that at once. */
    private List<LogRecord> read(int maxRecords, long maxBytes) {
        List<LogRecord> records = new ArrayList<>();
        long before = position;
        try {
            read(maxRecords, maxBytes, records);
        } catch (LogException | UncheckedIOException failure) {
            if (records.isEmpty()) {
                throw failure;
            }
        } catch (OutOfMemoryError noMemory) {
            goBack(before); // nothing is delivered
            throw noMemory;
        }
        return records;
    }

    private void read(int maxRecords, long maxBytes, List<LogRecord> records) {
        long bytes = 0;
        while (records.size() < maxRecords) {
            if (!reader.next()) {
                position = reader.nextSequence(); // nothing of what it consumes lies before
                return;
            }
            ByteBuffer payload = reader.payload();
            bytes += payload.remaining();
            if (bytes > maxBytes && !records.isEmpty()) {
                reader.back(reader.sequence());
                return;
            }
            byte[] copy = new byte[payload.remaining()];
            payload.get(copy);
            records.add(new LogRecord(reader.sequence(), reader.timestampNanos(), reader.topic(), copy));
            position = reader.sequence() + 1;
        }
    }

    private void commitOrGoBack(long before) {
        boolean committed = false;
        try {
            commitDurably();
            committed = true;
        } finally {
            if (!committed) {
                goBack(before); // they are not delivered
            }
        }
    }

    private void commitDurably() {
        consumers.apart(() -> {
            reader.requireNotTruncated();
            return consumers.commits(topic, Durability.SYNCED).append(entry());
        });
        uncommitted = 0;
    }

    /**
     * Says that all that was polled is done. The future completes when that is with the operating system; durable it is with the next sync,
     * after {@link LogBuilder#syncInterval} at most. Awaiting it is the caller's choice. It fails as an append does, and with a
     * {@link RecordTruncatedException} when what was polled is gone by a truncation, until this is moved by a seek. While a truncation is
     * under way it waits for that, which on a thread of the log's own (in a callback) is an {@code IllegalStateException}.
     */
    public CompletableFuture<Long> commit() {
        return commit(Durability.WRITTEN);
    }

    /** The same, to complete with this durability. */
    public CompletableFuture<Long> commit(Durability durability) {
        requireOpen();
        return consumers.apart(() -> commitApart(durability));
    }

    private CompletableFuture<Long> commitApart(Durability durability) {
        long committed = position;
        try {
            reader.requireNotTruncated();
        } catch (RecordTruncatedException gone) {
            return CompletableFuture.failedFuture(gone);
        }
        return consumers.commits(topic, durability).appendAsync(entry()).thenApply(sequence -> committed);
    }

    private byte[] entry() {
        return ControlEntry.consumer(name, new ConsumerPosition(topic, position));
    }

    /** The first record that was not polled. */
    public long position() {
        return position;
    }

    /** The position that the log has written last, as a restart would find it if nothing is lost: the first record that is not done. */
    public long committed() {
        ConsumerPosition known = consumers.position(name);
        return known == null ? 0 : known.nextSequence();
    }

    /** Sequences from the committed position to the durable end, those of other topics' records included. */
    public long lag() {
        return Math.max(0, consumers.durableSequence() + 1 - committed());
    }

    /** The first record from there on is polled next. What is committed stays until the next commit. */
    public void seek(long sequence) {
        requireOpen();
        goTo(WriteAheadLog.checked(sequence));
    }

    /** The first record that is left is polled next. */
    public void seekToStart() {
        seek(consumers.firstSequence());
    }

    /** What becomes durable from now on is polled next. */
    public void seekToEnd() {
        requireOpen();
        consumers.apart(() -> goTo(consumers.durableSequence() + 1));
    }

    /** The first record that was written at that time (nanoseconds since 1970) or later is polled next. */
    public void seekTime(long timestampNanos) {
        requireOpen();
        consumers.apart(() -> goTo(sequenceAt(timestampNanos)));
    }

    private long sequenceAt(long timestampNanos) {
        try (LogReader all = consumers.reader(ConsumerPosition.WHOLE_LOG, consumers.firstSequence())) {
            all.seekTime(timestampNanos);
            return all.nextSequence();
        }
    }

    /** The position that it has then. */
    private long goTo(long sequence) {
        position = sequence;
        reader.seek(sequence);
        return sequence;
    }

    /** To what was not delivered: that is no move, and a truncation is told all the same. */
    private void goBack(long sequence) {
        position = sequence;
        reader.back(sequence);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("consumer \"" + name + "\" is closed");
        }
    }

    /** Commits nothing. The name can be opened again. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            consumers.leave(name);
            reader.close();
        }
    }
}
