package dev.ringwal;

import dev.ringwal.log.LogException;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.RecordHead;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A place in the ring: one append on its way. Filled by its producer between claim and publish, then each stage in turn adds what it
 * found; notify empties it. Whoever holds it (by the sequences of the stages) is alone with it.
 */
final class Slot {

    /** A record or batch of at most so many bytes needs no memory besides the slot. */
    static final int INLINE_BYTES = SlotMemory.LARGE_BYTES;

    /** Of {@link #mark}: no store gave it one. Greater than every mark that is ever written or durable. */
    static final long NOT_GIVEN = Long.MAX_VALUE;

    private final byte[] memory;
    private final int smallOffset;
    private final int largeOffset;

    // The producer's.
    SlotKind kind = SlotKind.BLANK;
    byte[] content;
    int offset;
    int length;
    int records;
    int topic;
    @Nullable Object value;
    @Nullable ValueEncoder<Object> encoder;
    boolean synced;
    @Nullable AppendCallback completion;
    long heldBytes;

    // The encode stage's: the group that the records are in, or why they are in none.
    @Nullable Group group;
    @Nullable LogException failure;

    // The write stage's: whether a store has seen the group, the last record's sequence, and what the store has reached when it has this.
    boolean offered;
    long lastSequence;
    long mark = NOT_GIVEN;

    Slot(byte[] memory, int smallOffset, int largeOffset) {
        this.memory = memory;
        this.smallOffset = smallOffset;
        this.largeOffset = largeOffset;
        this.content = memory;
    }

    /** Whether something of it goes into a group. */
    boolean hasContent() {
        return kind == SlotKind.BYTES || kind == SlotKind.BATCH || kind == SlotKind.VALUE || kind == SlotKind.CONTROL;
    }

    /** Control entries. */
    int controls() {
        return kind == SlotKind.CONTROL ? 1 : 0;
    }

    /** Holds one record, whose bytes are in an array of its own, or go to {@link #content} from {@link #offset} on where there is none. */
    void holdBytes(byte @Nullable [] bytes, int count) {
        hold(SlotKind.BYTES, bytes, count);
        records = 1;
    }

    /** Holds records as {@link Group#addBatch} takes them, in an array of their own or as above. */
    void holdBatch(byte @Nullable [] encoded, int count, int recordCount) {
        hold(SlotKind.BATCH, encoded, count);
        records = recordCount;
    }

    /** Holds a control entry, which goes to {@link #content} from {@link #offset} on. */
    void holdControl(int count) {
        hold(SlotKind.CONTROL, null, count);
        records = 0;
    }

    /** Holds a value until it is encoded. */
    @SuppressWarnings("unchecked") // value and encoder come in together, with one type
    <T> void holdValue(T object, ValueEncoder<T> by) {
        hold(SlotKind.VALUE, null, 0);
        value = object;
        encoder = (ValueEncoder<Object>) by;
        records = 1;
    }

    /** Holds the wish that the log end. */
    void holdTruncation(TruncatePayload.Wish wish) {
        hold(SlotKind.TRUNCATE, null, 0);
        value = wish;
        records = 0;
        synced = true;
    }

    /** Holds a marker. */
    void holdMarker(SlotKind marker) {
        hold(marker, null, 0);
        synced = true;
    }

    /** Stores only what is not there from the last time round: to store a reference costs a barrier. */
    private void hold(SlotKind what, byte @Nullable [] outside, int count) {
        if (outside == null && count > INLINE_BYTES) { // else it would write into its neighbours
            throw new IllegalArgumentException("the payload grew to " + count + " bytes while it was handed in");
        }
        assert content == memory : "not forgotten";
        if (kind != what) {
            kind = what;
        }
        if (outside != null) {
            content = outside;
            offset = 0;
        } else {
            offset = count <= SlotMemory.SMALL_BYTES ? smallOffset : largeOffset;
        }
        length = count;
    }

    /** The batch's records, encoded. */
    ByteBuffer batch() {
        return ByteBuffer.wrap(content, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What it takes in the group beside a record's length for each record. */
    long groupBytes() {
        return switch (kind) {
            case BATCH -> length - (long) records * RecordHead.BYTES;
            case CONTROL -> length;
            default -> topic == RecordHead.DEFAULT_TOPIC ? length : (long) length + RecordHead.TOPIC_BYTES;
        };
    }

    /** Its content is in a group: lets go of the array that it was in, if it had one of its own, and returns that. */
    byte @Nullable [] dropOutside() {
        if (content == memory) {
            return null;
        }
        byte[] outside = content;
        content = memory;
        return outside;
    }

    /** Nothing of the user's is held any longer, nor what the stages added. What kind it was stays until it is filled again. */
    void forget() {
        dropOutside();
        if (value != null) {
            value = null;
            encoder = null;
        }
        completion = null;
        heldBytes = 0;
        group = null;
        failure = null;
        offered = false;
        mark = NOT_GIVEN;
    }

    /** It was claimed, and holds nothing. */
    void blank() {
        forget();
        kind = SlotKind.BLANK;
    }
}
