package dev.ringwal.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.SparseIndex;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever records there are: what is written is read back, here and only here. */
class FormatPropertiesTest {

    private static final String FILE = "f";
    private static final int MOST_BYTES = 1 << 20;

    @Property(tries = 300)
    void recordsAreReadBackAsTheyWereAdded(@ForAll @Size(min = 1, max = 60) List<@IntRange(max = 3000) Integer> lengths, @ForAll long salt,
            @ForAll @LongRange(min = 0, max = 1L << 40) long firstSequence) throws IOException {
        Group group = group(lengths);
        group.close(firstSequence, salt, SegmentHeader.BYTES, 17, new SparseIndex());

        assertEquals(lengths.size(), read(disk(group), salt, firstSequence, lengths));
    }

    @Property(tries = 300)
    void framesVerifyNowhereElse(@ForAll @Size(min = 1, max = 10) List<@IntRange(max = 300) Integer> lengths, @ForAll long salt,
            @ForAll @IntRange(min = 1, max = 63) int bit) throws IOException {
        Group group = group(lengths);
        group.close(0, salt, SegmentHeader.BYTES, 17, new SparseIndex());
        MemoryStorage disk = disk(group);

        try (StorageFile file = disk.openForReading(FILE)) {
            assertTrue(new FrameScanner(file, FILE, salt).frame(SegmentHeader.BYTES));
            assertFalse(new FrameScanner(file, FILE, salt ^ 1L << bit).frame(SegmentHeader.BYTES));
        }
        byte[] bytes = disk.contents(FILE);
        byte[] moved = new byte[bytes.length + Long.BYTES * bit];
        System.arraycopy(bytes, SegmentHeader.BYTES, moved, SegmentHeader.BYTES + Long.BYTES * bit, bytes.length - SegmentHeader.BYTES);
        disk.put(FILE, moved);
        try (StorageFile file = disk.openForReading(FILE)) {
            assertFalse(new FrameScanner(file, FILE, salt).frame(SegmentHeader.BYTES + Long.BYTES * bit));
        }
    }

    @Property(tries = 300)
    void anyBitThatFlipsIsSeen(@ForAll @Size(min = 1, max = 10) List<@IntRange(max = 300) Integer> lengths, @ForAll int where)
            throws IOException {
        Group group = group(lengths);
        group.close(0, 5, SegmentHeader.BYTES, 17, new SparseIndex());
        MemoryStorage disk = disk(group);
        disk.flipBit(FILE, SegmentHeader.BYTES * 8L + Math.floorMod(where, group.bytes() * 8));

        long frames = 0;
        try (StorageFile file = disk.openForReading(FILE)) {
            FrameScanner scanner = new FrameScanner(file, FILE, 5);
            long at = SegmentHeader.BYTES;
            while (at < file.length() && scanner.frame(at)) {
                at = scanner.nextOffset();
                frames++;
            }
            assertTrue(at < file.length(), frames + " frames verify");
        }
    }

    @Property(tries = 300)
    void indexLeadsToTheLastEntryThatIsNotBehind(@ForAll @Size(min = 1, max = 200) List<@IntRange(min = 1, max = 50) Integer> steps,
            @ForAll @IntRange(max = 12_000) int sequence) {
        SparseIndex index = new SparseIndex();
        long first = 0;
        long offset = SegmentHeader.BYTES;
        long expected = -1;
        long noted = Long.MIN_VALUE / 2;
        for (int records : steps) {
            index.add(first, 1, offset);
            noted = offset - noted >= SparseIndex.STRIDE_BYTES ? offset : noted;
            expected = noted == offset && first <= sequence ? offset : expected;
            first += records;
            offset += records * 200L;
        }
        assertEquals(expected, index.offsetOf(sequence, -1));
    }

    private static Group group(List<Integer> lengths) {
        Group group = new Group(MOST_BYTES);
        for (int i = 0; i < lengths.size(); i++) {
            byte[] record = record(i, lengths.get(i));
            group.add(record, 0, record.length);
        }
        group.complete();
        return group;
    }

    private static byte[] record(int number, int length) {
        byte[] record = new byte[length];
        for (int i = 0; i < length; i++) {
            record[i] = (byte) (number * 31 + i);
        }
        return record;
    }

    private static MemoryStorage disk(Group group) {
        byte[] file = new byte[SegmentHeader.BYTES + group.bytes()];
        group.buffer().get(0, file, SegmentHeader.BYTES, group.bytes());
        MemoryStorage disk = new MemoryStorage(1);
        disk.put(FILE, file);
        return disk;
    }

    /** Returns how many records were read. */
    private static int read(MemoryStorage disk, long salt, long firstSequence, List<Integer> lengths) throws IOException {
        List<byte[]> records = new ArrayList<>();
        try (StorageFile file = disk.openForReading(FILE)) {
            FrameScanner scanner = new FrameScanner(file, FILE, salt);
            for (long at = SegmentHeader.BYTES; at < file.length(); at = scanner.nextOffset()) {
                assertTrue(scanner.frame(at));
                assertEquals(firstSequence + records.size(), scanner.firstSequence());
                addAll(records, scanner);
            }
        }
        for (int i = 0; i < records.size(); i++) {
            assertArrayEquals(record(i, lengths.get(i)), records.get(i));
        }
        return records.size();
    }

    private static void addAll(List<byte[]> records, FrameScanner scanner) {
        ByteBuffer buffer = scanner.buffer();
        int at = scanner.index() + FrameHeader.BYTES;
        for (int i = scanner.records(); i > 0; i--) {
            byte[] record = new byte[RecordHead.length(buffer.getInt(at))];
            buffer.get(at + Group.RECORD_HEADER_BYTES, record);
            records.add(record);
            at += Group.RECORD_HEADER_BYTES + record.length;
        }
    }
}
