package dev.ringwal;

import dev.ringwal.log.Address;
import dev.ringwal.log.BackupReport;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecoveryReport;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.storage.LocalStorage;
import dev.ringwal.log.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A write-ahead log in a directory: an append completes only when a completed sync covers its record (or, if so asked, when it is
 * with the operating system). All methods may be called by any thread.
 *
 * <pre>{@code
 * try (WriteAheadLog log = WriteAheadLog.open(Path.of("orders"))) {
 *     long sequence = log.append("buy 100".getBytes(UTF_8));      // durable when it returns
 *     byte[] order = log.read(sequence);
 * }
 * }</pre>
 *
 * <p>One writer per directory. Records have dense sequences from 0. A failed write or sync is final: the log is then
 * {@linkplain LogState#POISONED poisoned}, every pending and later append fails with the cause, reading goes on, and opening the
 * directory again is the way back. A full disk is not such a failure: appends fail with
 * {@link dev.ringwal.log.DiskFullException} until there is room.
 */
public final class WriteAheadLog implements Appender<byte[]>, AutoCloseable {

    private static final Duration FOR_EVER = ChronoUnit.CENTURIES.getDuration();

    private final Pipeline pipeline;
    private final Settings settings;
    private final Appenders appenders;
    private final Topics topics;
    private final Consumers consumers;
    private final Appender<byte[]> bytes;
    private final Appender<ByteBuffer> buffers;
    private final Appender<Batch> batches;
    private final Appender<SlotKind> syncs;
    private final Truncations truncations;

    WriteAheadLog(Pipeline pipeline, Settings settings) {
        this.pipeline = pipeline;
        this.settings = settings;
        appenders = new Appenders(pipeline, settings, RecordHead.DEFAULT_TOPIC);
        topics = new Topics(pipeline, settings);
        truncations = new Truncations(pipeline);
        consumers = new Consumers(pipeline, truncations);
        bytes = bytes(settings.durability());
        buffers = buffers(settings.durability());
        batches = batches(settings.durability());
        syncs = pipeline.appender(new SyncPayload(), Durability.SYNCED);
    }

    /** Opens with the default settings; see {@link LogBuilder#open}. */
    public static WriteAheadLog open(Path directory) {
        return builder(directory).open();
    }

    /** Settings to open with. */
    public static LogBuilder builder(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return new LogBuilder(() -> LocalStorage.create(directory));
    }

    /** Settings to open with, in another storage than a directory: a simulated disk, to test what an application does when one fails. */
    public static LogBuilder builder(Storage storage) {
        Objects.requireNonNull(storage, "storage");
        return new LogBuilder(() -> storage);
    }

    @Override
    public long append(byte[] payload) {
        return bytes.append(payload);
    }

    @Override
    public long append(byte[] payload, Duration timeout) {
        return bytes.append(payload, timeout);
    }

    @Override
    public CompletableFuture<Long> appendAsync(byte[] payload) {
        return bytes.appendAsync(payload);
    }

    @Override
    public CompletableFuture<Address> appendAddressed(byte[] payload) {
        return bytes.appendAddressed(payload);
    }

    @Override
    public void append(byte[] payload, AppendCallback callback) {
        bytes.append(payload, callback);
    }

    @Override
    public Optional<CompletableFuture<Long>> tryAppend(byte[] payload) {
        return bytes.tryAppend(payload);
    }

    @Override
    public boolean tryAppend(byte[] payload, AppendCallback callback) {
        return bytes.tryAppend(payload, callback);
    }

    /** As {@link #append(byte[])}, of the bytes from the buffer's position to its limit; the position is then the limit. */
    public long append(ByteBuffer payload) {
        return buffers.append(payload);
    }

    /** As {@link #appendAsync(byte[])}, of the bytes from the buffer's position to its limit; the position is then the limit. */
    public CompletableFuture<Long> appendAsync(ByteBuffer payload) {
        return buffers.appendAsync(payload);
    }

    /** Appends all records of the batch or none; returns the last one's sequence. */
    public long append(Batch batch) {
        return batches.append(batch);
    }

    /** Appends all records of the batch or none; the future has the last one's sequence. */
    public CompletableFuture<Long> appendAsync(Batch batch) {
        return batches.appendAsync(batch);
    }

    /** Appends byte arrays with this durability. */
    public Appender<byte[]> bytes(Durability durability) {
        return appenders.bytes(durability);
    }

    /** Appends the bytes from a buffer's position to its limit, with this durability; the position is then the limit. */
    public Appender<ByteBuffer> buffers(Durability durability) {
        return appenders.buffers(durability);
    }

    /** Appends batches with this durability. An empty one is an {@code IllegalArgumentException}. */
    public Appender<Batch> batches(Durability durability) {
        return pipeline.appender(new BatchPayload(pipeline, settings.recordLimitBytes(), settings.batchLimitBytes()), durability);
    }

    /** Appends values, encoded by the log's encoding thread through Chronicle Bytes. */
    public <T> Appender<T> withBytesEncoder(BytesEncoder<T> encoder, Durability durability) {
        return appenders.withBytesEncoder(encoder, durability);
    }

    /** Appends values, encoded by the log's encoding thread into a {@code ByteBuffer}. */
    public <T> Appender<T> withBufferEncoder(BufferEncoder<T> encoder, Durability durability) {
        return appenders.withBufferEncoder(encoder, durability);
    }

    /**
     * The topic with that name, which begins to be with its first record. It shares the log's order, its ring and its syncs: a thousand
     * topics still mean one sync for all that is under way.
     *
     * @param name at most 255 bytes of UTF-8; the empty one is the default topic, that of records which are given none
     * @throws IllegalArgumentException when it cannot be a name
     * @throws IllegalStateException when the names of topics and consumers would be over {@link LogBuilder#controlLimitBytes}
     */
    public Topic topic(String name) {
        return topics.topic(name);
    }

    /** The topics that have had records, the default one first if it has, then as they came. */
    public List<TopicFacts> topics() {
        return topics.facts();
    }

    /**
     * A consumer with that name, to open: it reads on from the position that the log keeps for it.
     *
     * @param name from 1 to 255 bytes of UTF-8
     */
    public ConsumerBuilder consumer(String name) {
        return new ConsumerBuilder(consumers, pipeline, checkedConsumer(name));
    }

    /** All consumers that the log keeps a position of, by name, whether they are open or not. */
    public List<ConsumerFacts> consumers() {
        return consumers.facts();
    }

    /**
     * Forgets a consumer, which then holds nothing back any more. Durable when it returns.
     *
     * @throws java.util.NoSuchElementException when there is none of that name
     * @throws IllegalStateException when it is open
     */
    public void deleteConsumer(String name) {
        consumers.delete(checkedConsumer(name));
    }

    private static String checkedConsumer(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a consumer is empty");
        }
        return Names.checked("consumer", name);
    }

    /** A batch to fill. */
    public Batch newBatch() {
        return new Batch(settings.recordLimitBytes(), settings.batchLimitBytes(), pipeline.batchMemory());
    }

    /**
     * Returns when all that was appended before the call is durable.
     *
     * @throws dev.ringwal.log.LogFailedException when the log is or becomes poisoned
     * @throws dev.ringwal.log.LogClosedException when it is closed
     * @throws dev.ringwal.log.AppendAbandonedException when the thread is interrupted; its interrupt status stays set
     */
    public void sync() {
        syncs.append(SlotKind.SYNC);
    }

    /** The last sequence that a completed sync covers; -1 in a log without records. */
    public long durableSequence() {
        return pipeline.store().durableSequence();
    }

    /** The first sequence that was not trimmed. */
    public long firstSequence() {
        return pipeline.store().firstSequence();
    }

    /**
     * Waits until the record is durable, which may not be appended yet.
     *
     * @return false when the time is up, or the thread is interrupted (its status stays set)
     * @throws dev.ringwal.log.LogFailedException when the log is poisoned and the record is not durable
     * @throws dev.ringwal.log.LogClosedException when the log is closed and the record is not durable
     */
    public boolean awaitDurable(long sequence, Duration timeout) {
        return pipeline.awaitDurable(sequence, Objects.requireNonNull(timeout, "timeout"));
    }

    /** A reader whose next record is the given one, which may lie beyond the end. For one thread at a time; close it. */
    public LogReader reader(long fromSequence) {
        return pipeline.reader(checked(fromSequence));
    }

    /**
     * A copy of one durable record.
     *
     * @throws java.util.NoSuchElementException when no durable record has this sequence, yet or any more
     * @throws dev.ringwal.log.RecordGoneException when it was trimmed
     */
    public byte[] read(long sequence) {
        return pipeline.read(checked(sequence));
    }

    /**
     * A copy of the durable record with that address: one positional read, or, where a recovery has moved it since, as many as
     * {@link #read(long)} needs. Throws what that throws; where the log was truncated in front of it, and that is known, it is no more, even
     * if another has its sequence.
     */
    public byte[] read(Address address) {
        checked(address.sequence());
        return pipeline.read(address);
    }

    /** Pushes durable records to the handler, from the given one on, on a thread of its own. */
    public Tail tail(long fromSequence, RecordHandler handler) {
        return pipeline.tail(checked(fromSequence), Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Drops whole segments at the front whose records all lie before the sequence, and before what every consumer of the log has
     * committed: to drop what one has not consumed, seek and commit for it, or delete it. Durable when it returns. Two of their files, no
     * larger than a segment, may stay to become the next ones, until the log is closed or the disk is full.
     *
     * @return the first sequence that is left
     */
    public long trimBefore(long sequence) {
        return pipeline.trimBefore(checked(sequence));
    }

    /**
     * Drops all records behind the given one, which may be the one in front of the first: as a replicated log must when its end conflicts
     * with others'. Takes its place in the order of appends: of those before the call what lies behind goes, those after it get the
     * sequences anew. Durable when it returns; a crash leaves all of it or nothing. Nothing is overwritten.
     *
     * <p>Readers that would read next what is gone get a {@link dev.ringwal.log.RecordTruncatedException}, until they are moved. Commits of
     * consumers, and who opens one, wait while it is under way, and it waits for theirs.
     *
     * @param sequence the last record that stays; one behind the end drops nothing
     * @throws dev.ringwal.log.TruncationRefusedException when it is within a batch, was trimmed, cannot be read, or some consumer has
     *     committed more
     * @throws IllegalStateException on a thread of the log's own (in a callback, say)
     * @throws dev.ringwal.log.DiskFullException when there is no room to say so
     * @throws dev.ringwal.log.LogException as {@link #append(byte[])}
     */
    public void truncateAfter(long sequence) {
        truncateAfter(sequence, Truncation.UNLESS_CONSUMED);
    }

    /** The same, saying what becomes of consumers. */
    public void truncateAfter(long sequence, Truncation kind) {
        if (sequence < -1) {
            throw new IllegalArgumentException("sequence " + sequence + " is below -1");
        }
        truncations.truncate(new TruncatePayload.Wish(sequence, Objects.requireNonNull(kind, "kind")));
    }

    /**
     * Makes a backup in a directory that is not there yet, or empty: what is durable now, as a log that can be opened. To restore it, open
     * it. Appends, rolls and trims go on meanwhile. It appears whole and durable, or not at all. Segments that will not change any more
     * are not copied: they get a second name, where both directories are on one file system, so that neither log's trims free their space,
     * and both have the same bytes on the disk. What is damaged is not noticed: verify the backup.
     *
     * @throws java.io.UncheckedIOException when it could not be made, with a {@link java.nio.file.FileAlreadyExistsException} when
     *     something is there
     */
    public BackupReport backup(Path directory) {
        return pipeline.store().backup(Objects.requireNonNull(directory, "directory"));
    }

    /** What opening found and did. */
    public RecoveryReport recovery() {
        return pipeline.store().recovery();
    }

    public LogState state() {
        return pipeline.lifecycle().state();
    }

    /** What poisoned the log. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(pipeline.lifecycle().failure());
    }

    public LogStatistics statistics() {
        return pipeline.statistics();
    }

    /**
     * Takes no more appends, finishes and syncs what was handed in, seals, and gives back lock, files and threads. Waits for all of
     * that, and is not ended by an interrupt (the status stays set). Further calls wait for the same. On a thread of the log's own
     * (in a callback) it starts the closing and returns. On a poisoned log it writes and syncs nothing.
     *
     * @throws dev.ringwal.log.LogFailedException when the last sync or the seal failed: all is closed, every {@code SYNCED} append that
     *     was acknowledged is durable, but what only {@code WRITTEN} was asked for may be lost
     */
    @Override
    public void close() {
        pipeline.close(Patience.nanos(FOR_EVER));
    }

    /**
     * As {@link #close()}, for so long at most. When the time is up every append that is still pending fails with
     * {@link dev.ringwal.log.LogClosedException}, outcome unknown, and this returns; lock and files are kept until the log's threads
     * have no work left, so that nobody else opens it meanwhile.
     *
     * @return whether all is closed
     */
    public boolean close(Duration timeout) {
        return pipeline.close(Patience.nanos(timeout));
    }

    static long checked(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " is below 0");
        }
        return sequence;
    }
}
