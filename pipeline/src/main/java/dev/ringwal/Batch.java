package dev.ringwal;

import dev.ringwal.log.RecordTooLargeException;
import dev.ringwal.log.format.RecordHead;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records that are appended atomically: after any crash, and for any reader, all or none. Made by {@link WriteAheadLog#newBatch},
 * filled and appended by one thread at a time.
 *
 * <p>Records are copied or encoded as they are added. Appending takes the content: the batch is empty afterwards and can be filled
 * again. An append that was not handed in (no room for {@code tryAppend}, the log closed or poisoned, a timeout that says not
 * written) leaves the content in the batch.
 */
public final class Batch {

    private static final int START_BYTES = 1024;
    private static final int SLACK = 8;
    private static final byte[] NOTHING = {};

    private final int recordLimitBytes;
    private final int batchLimitBytes;
    private final BatchMemory memory;
    private ByteBuffer encoded = wrap(NOTHING);
    private int end;
    private int records;
    private long payloadBytes;
    private int longestRecord;

    /** Whose topics its records have, if they have any. */
    private @Nullable Pipeline topicsOf;

    /** What it takes at first once it has given up its memory: about what it needed the last time. */
    private int startBytes = START_BYTES;

    /** An encoder writes to the one scratch that the batch has. */
    private boolean encoding;
    private @Nullable Scratches scratches;

    Batch(int recordLimitBytes, int batchLimitBytes, BatchMemory memory) {
        this.recordLimitBytes = recordLimitBytes;
        this.batchLimitBytes = batchLimitBytes;
        this.memory = memory;
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Records added. */
    public int size() {
        return records;
    }

    /** Their bytes altogether. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /**
     * Adds a record.
     *
     * @throws RecordTooLargeException when it is over the record limit, or the batch would be over its limit; the batch is as before
     * @throws IllegalStateException in an encoder that encodes a record for this very batch
     */
    public Batch add(byte[] payload) {
        int at = begin(null, payload.length);
        System.arraycopy(payload, 0, encoded.array(), at, payload.length);
        return added(at, payload.length);
    }

    /** Adds the bytes from the buffer's position to its limit, moving neither; else as {@link #add(byte[])}. */
    public Batch add(ByteBuffer payload) {
        return add(payload, null);
    }

    /** Adds a record of that topic; else as {@link #add(byte[])}. */
    public Batch add(Topic topic, byte[] payload) {
        int at = begin(Objects.requireNonNull(topic, "topic"), payload.length);
        System.arraycopy(payload, 0, encoded.array(), at, payload.length);
        return added(at, payload.length);
    }

    /** Adds a record of that topic; else as {@link #add(ByteBuffer)}. */
    public Batch add(Topic topic, ByteBuffer payload) {
        return add(payload, Objects.requireNonNull(topic, "topic"));
    }

    private Batch add(ByteBuffer payload, @Nullable Topic topic) {
        int length = payload.remaining();
        int at = begin(topic, length);
        payload.get(payload.position(), encoded.array(), at, length);
        return added(at, length);
    }

    /**
     * Adds a value, encoded now on this thread; else as {@link #add(byte[])}.
     *
     * @throws dev.ringwal.log.EncoderFailedException when the encoder throws; the batch is as before
     */
    public <T> Batch addWithBytesEncoder(T value, BytesEncoder<? super T> encoder) {
        return add(bytesOf(value, encoder));
    }

    /** Adds a record of that topic; else as {@link #addWithBytesEncoder(Object, BytesEncoder)}. */
    public <T> Batch addWithBytesEncoder(Topic topic, T value, BytesEncoder<? super T> encoder) {
        return add(topic, bytesOf(value, encoder));
    }

    private <T> ByteBuffer bytesOf(T value, BytesEncoder<? super T> encoder) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(encoder, "encoder");
        beginEncoding();
        try {
            return scratches().bytes().encode(value, encoder);
        } finally {
            encoding = false;
        }
    }

    /** As {@link #addWithBytesEncoder(Object, BytesEncoder)}, without Chronicle. */
    public <T> Batch addWithBufferEncoder(T value, BufferEncoder<? super T> encoder) {
        return add(bufferOf(value, encoder));
    }

    /** Adds a record of that topic; else as {@link #addWithBufferEncoder(Object, BufferEncoder)}. */
    public <T> Batch addWithBufferEncoder(Topic topic, T value, BufferEncoder<? super T> encoder) {
        return add(topic, bufferOf(value, encoder));
    }

    private <T> ByteBuffer bufferOf(T value, BufferEncoder<? super T> encoder) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(encoder, "encoder");
        beginEncoding();
        try {
            return scratches().buffer().encode(value, encoder);
        } finally {
            encoding = false;
        }
    }

    private void beginEncoding() {
        requireNoEncoder();
        encoding = true;
    }

    private void requireNoEncoder() {
        if (encoding) {
            throw new IllegalStateException("an encoder uses the batch that it encodes a record for");
        }
    }

    /** Drops all records. */
    public void clear() {
        requireNoEncoder();
        end = 0;
        records = 0;
        payloadBytes = 0;
        longestRecord = 0;
        topicsOf = null;
    }

    private Scratches scratches() {
        Scratches own = scratches;
        if (own == null) {
            own = new Scratches(recordLimitBytes);
            scratches = own;
        }
        return own;
    }

    /** Makes room for one more record, writes what stands in front of it, and returns where its bytes go. */
    private int begin(@Nullable Topic topic, int length) {
        requireNoEncoder();
        if (length > recordLimitBytes) {
            throw new RecordTooLargeException("a record", length, recordLimitBytes);
        }
        int number = topic == null ? RecordHead.DEFAULT_TOPIC : topic.number();
        if (number != RecordHead.DEFAULT_TOPIC && topicsOf != null && !topic.isOf(topicsOf)) {
            throw new IllegalArgumentException("topic \"" + topic.name() + "\" is of another log than a topic in the batch");
        }
        int headBytes = number == RecordHead.DEFAULT_TOPIC ? RecordHead.BYTES : RecordHead.BYTES + RecordHead.TOPIC_BYTES;
        makeRoom((long) end + headBytes + length);
        if (number != RecordHead.DEFAULT_TOPIC) {
            topicsOf = topic.pipeline();
        }
        return RecordHead.put(encoded, end, length, number);
    }

    private void makeRoom(long needed) {
        if (needed > batchLimitBytes) {
            throw new RecordTooLargeException("a batch", needed, batchLimitBytes);
        }
        if (needed > encoded.capacity()) {
            long doubled = Math.max(startBytes, encoded.capacity() * 2L);
            int capacity = (int) Math.min(batchLimitBytes, Math.max(needed, doubled));
            encoded = wrap(encoded.capacity() == 0 ? memory.take(capacity) : Arrays.copyOf(encoded.array(), capacity));
        }
    }

    private Batch added(int at, int length) {
        end = at + length;
        records++;
        payloadBytes += length;
        longestRecord = Math.max(longestRecord, length);
        return this;
    }

    /**
     * Checks it as another log's limits may be other ones.
     *
     * @throws RecordTooLargeException when it, or a record of it, is over the limit
     */
    void check(Pipeline log, int recordLimit, int batchLimit) {
        requireNoEncoder();
        if (records == 0) {
            throw new IllegalArgumentException("the batch is empty");
        }
        if (topicsOf != null && topicsOf != log) {
            throw new IllegalArgumentException("records of the batch have topics of another log");
        }
        if (longestRecord > recordLimit) {
            throw new RecordTooLargeException("a record", longestRecord, recordLimit);
        }
        if (end > batchLimit) {
            throw new RecordTooLargeException("a batch", end, batchLimit);
        }
    }

    /** Bytes of the records, each with its length before it. */
    int encodedBytes() {
        return end;
    }

    /** Bytes of memory that it holds. */
    int capacity() {
        return encoded.capacity();
    }

    void copyTo(byte[] target, int offset, int length) {
        System.arraycopy(encoded.array(), 0, target, offset, length);
    }

    /** Its memory, no longer its own. */
    byte[] giveUp() {
        byte[] bytes = encoded.array();
        startBytes = Math.min(end + end / SLACK, BatchMemory.MOST_BYTES);
        encoded = wrap(NOTHING);
        return bytes;
    }
}
