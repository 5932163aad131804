package dev.ringwal.log.format;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the writer says of itself in the {@code state} page: two slots, stored alternately, of which the valid one with the higher
 * counter counts. What a slot says was true when it was stored and stays true.
 *
 * <p>Mutable, so that storing after every sync allocates nothing: the writer keeps one. One thread at a time.
 */
public final class StateSlot {

    public static final int PAGE_BYTES = Alignment.PAGE_BYTES;
    public static final int VERSION = 1;

    /** "RINGWALT" */
    private static final long MAGIC = 0x544C_4157_474E_4952L;

    private static final int SLOT_DISTANCE = PAGE_BYTES / 2;
    private static final int POISONED = 1;
    private static final int VERSION_OFFSET = 8;
    private static final int FLAGS_OFFSET = 12;
    private static final int COUNTER_OFFSET = 16;
    private static final int LOG_ID_HIGH_OFFSET = 24;
    private static final int LOG_ID_LOW_OFFSET = 32;
    private static final int DURABLE_OFFSET = 40;
    private static final int ATTESTED_SEGMENT_OFFSET = 48;
    private static final int ATTESTED_SALT_OFFSET = 56;
    private static final int ATTESTED_OFFSET_OFFSET = 64;
    private static final int FIRST_SEGMENT_OFFSET = 72;
    private static final int PID_OFFSET = 80;
    private static final int CUT_SEGMENT_OFFSET = 88;
    private static final int CUT_SEQUENCE_OFFSET = 96;
    private static final int RESERVED_OFFSET = 104;
    private static final int CRC_OFFSET = 108;

    /** Rises with every store, over all incarnations. */
    public long counter;
    public int version = VERSION;
    public long logIdHigh;
    public long logIdLow;
    public long durableSequence = -1;
    public long attestedSegment = Place.NONE.segment();
    public long attestedSalt = Place.NONE.salt();
    public long attestedOffset = Place.NONE.offset();
    /** Segments below this number were trimmed. */
    public long firstSegment;
    /**
     * The newest segment in front of which the log was cut, by a recovery or a truncation; -1 if there is none. What stands in the older
     * ones behind the cut is void, which nothing else says but the start of that segment. Those behind it follow sealed ones.
     */
    public long cutSegment = -1;
    /** The last record that was left. */
    public long cutSequence = -1;
    public boolean poisoned;
    /** Of the writer; 0 after a clean close. */
    public long pid;

    private final Checksum checksum = new Checksum();

    /** The same, which then goes its own way. */
    public StateSlot copy() {
        StateSlot copy = new StateSlot();
        copy.counter = counter;
        copy.version = version;
        copy.logIdHigh = logIdHigh;
        copy.logIdLow = logIdLow;
        copy.attest(attested(), durableSequence);
        copy.firstSegment = firstSegment;
        copy.cut(cutSegment, cutSequence);
        copy.poisoned = poisoned;
        copy.pid = pid;
        return copy;
    }

    public Place attested() {
        return new Place(attestedSegment, attestedSalt, attestedOffset);
    }

    public void cut(long segment, long lastSequence) {
        cutSegment = segment;
        cutSequence = lastSequence;
    }

    public void attest(Place place, long sequence) {
        attest(place.segment(), place.salt(), place.offset(), sequence);
    }

    public void attest(long segment, long salt, long offset, long sequence) {
        attestedSegment = segment;
        attestedSalt = salt;
        attestedOffset = offset;
        durableSequence = sequence;
    }

    /** The last record that may be in segments below the number, as far as the newest cut tells; {@link Long#MAX_VALUE} where it does not. */
    public long lastBelow(long number) {
        return number <= cutSegment ? cutSequence : Long.MAX_VALUE;
    }

    public boolean isNewer() {
        return version != VERSION;
    }

    /** Raises the counter and writes the slot that is not the newest of the page. */
    public void store(ByteBuffer page) {
        counter++;
        int slot = (int) (counter & 1) * SLOT_DISTANCE;
        page.putLong(slot, MAGIC);
        page.putInt(slot + VERSION_OFFSET, VERSION);
        page.putInt(slot + FLAGS_OFFSET, poisoned ? POISONED : 0);
        page.putLong(slot + COUNTER_OFFSET, counter);
        page.putLong(slot + LOG_ID_HIGH_OFFSET, logIdHigh);
        page.putLong(slot + LOG_ID_LOW_OFFSET, logIdLow);
        page.putLong(slot + DURABLE_OFFSET, durableSequence);
        page.putLong(slot + ATTESTED_SEGMENT_OFFSET, attestedSegment);
        page.putLong(slot + ATTESTED_SALT_OFFSET, attestedSalt);
        page.putLong(slot + ATTESTED_OFFSET_OFFSET, attestedOffset);
        page.putLong(slot + FIRST_SEGMENT_OFFSET, firstSegment);
        page.putLong(slot + PID_OFFSET, pid);
        page.putLong(slot + CUT_SEGMENT_OFFSET, cutSegment);
        page.putLong(slot + CUT_SEQUENCE_OFFSET, cutSequence);
        page.putInt(slot + RESERVED_OFFSET, 0);
        page.putInt(slot + CRC_OFFSET, checksum.plain(page, slot, CRC_OFFSET));
    }

    /** The newest slot of the page (its bytes from index 0 on) that verifies, or null if none does. */
    public static @Nullable StateSlot newest(ByteBuffer page) {
        StateSlot even = decode(page, 0);
        StateSlot odd = decode(page, SLOT_DISTANCE);
        if (even == null || odd == null) {
            return even == null ? odd : even;
        }
        return even.counter > odd.counter ? even : odd;
    }

    private static @Nullable StateSlot decode(ByteBuffer page, int slot) {
        StateSlot read = new StateSlot();
        if (page.limit() < slot + CRC_OFFSET + Integer.BYTES || page.getLong(slot) != MAGIC
                || page.getInt(slot + CRC_OFFSET) != read.checksum.plain(page, slot, CRC_OFFSET)) {
            return null;
        }
        read.version = page.getInt(slot + VERSION_OFFSET);
        read.poisoned = (page.getInt(slot + FLAGS_OFFSET) & POISONED) != 0;
        read.counter = page.getLong(slot + COUNTER_OFFSET);
        read.logIdHigh = page.getLong(slot + LOG_ID_HIGH_OFFSET);
        read.logIdLow = page.getLong(slot + LOG_ID_LOW_OFFSET);
        read.attest(page.getLong(slot + ATTESTED_SEGMENT_OFFSET), page.getLong(slot + ATTESTED_SALT_OFFSET),
                page.getLong(slot + ATTESTED_OFFSET_OFFSET), page.getLong(slot + DURABLE_OFFSET));
        read.firstSegment = page.getLong(slot + FIRST_SEGMENT_OFFSET);
        read.cut(page.getLong(slot + CUT_SEGMENT_OFFSET), page.getLong(slot + CUT_SEQUENCE_OFFSET));
        read.pid = page.getLong(slot + PID_OFFSET);
        return read;
    }
}
