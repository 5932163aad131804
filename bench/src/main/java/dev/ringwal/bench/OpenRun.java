package dev.ringwal.bench;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.sparse.SparseLog;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.LocalStorage;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Opens a log of {@link SparseLog} again and again, for writing and for reading only, and reads from it; the page cache is warm. The first
 * opening of this process loads classes too, and is a figure of its own. An empty log beside it shows what any log holds of memory. The
 * processor time is that of the thread that opens: what a busy machine leaves as it is.
 */
final class OpenRun {

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int SEED = 42;
    private static final byte[] RECORD = new byte[100];
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path directory;
    private final Path empty;
    private final long segmentBytes;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Table times = new Table().row("ms", "n", "p50", "p99", "max", "processor, p50");
    private final Table memory = new Table().row("bytes retained", "heap", "direct");
    private long records;

    /** @param empty where a log can be made */
    OpenRun(Path directory, Path empty, long segmentBytes) {
        this.directory = directory;
        this.empty = empty;
        this.segmentBytes = segmentBytes;
    }

    /** All of it, as a text. */
    String measure(int openings, int reads) throws IOException {
        records = openForWriting("first opening in this process", "first append", 1);
        long direct = MemoryUse.buffers("direct");
        openForWriting("opening for writing", "first append", openings);
        openForReading(openings);
        List<Long> firsts = firstSequences();
        retainEmpty();
        retain(firsts, reads);
        return firsts.size() + " segments, " + String.format(Locale.ROOT, "%,d", records) + " records\n\n" + times + "\n" + memory
                + "\nBuffers outside the heap, garbage included, after the first opening: " + bytes(direct) + " bytes\n";
    }

    /** How many records there were before. */
    private long openForWriting(String opening, String append, int times) {
        long before = 0;
        Histogram openings = new Histogram(SIGNIFICANT_DIGITS);
        Histogram processor = new Histogram(SIGNIFICANT_DIGITS);
        Histogram appends = new Histogram(SIGNIFICANT_DIGITS);
        for (int i = 0; i < times; i++) {
            long used = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            try (WriteAheadLog log = open(directory)) {
                long opened = System.nanoTime();
                processor.recordValue(THREADS.getCurrentThreadCpuTime() - used);
                before = i == 0 ? log.durableSequence() + 1 : before;
                log.append(RECORD);
                appends.recordValue(System.nanoTime() - opened);
                openings.recordValue(opened - start);
            }
        }
        row(opening, openings, milliseconds(processor.getValueAtPercentile(50)));
        row(append, appends, "");
        return before;
    }

    private WriteAheadLog open(Path where) {
        return WriteAheadLog.builder(where).segmentBytes(segmentBytes).open();
    }

    private void openForReading(int times) {
        Histogram openings = new Histogram(SIGNIFICANT_DIGITS);
        Histogram processor = new Histogram(SIGNIFICANT_DIGITS);
        for (int i = 0; i < times; i++) {
            long used = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            ReadOnlyLog log = ReadOnlyLog.open(directory, Reach.ATTESTED);
            openings.recordValue(System.nanoTime() - start);
            processor.recordValue(THREADS.getCurrentThreadCpuTime() - used);
            log.close();
        }
        row("opening for reading only", openings, milliseconds(processor.getValueAtPercentile(50)));
    }

    /** Of each segment, ascending; those left out that the openings before have made. */
    private List<Long> firstSequences() throws IOException {
        Storage storage = LocalStorage.existing(directory);
        List<Long> firsts = new ArrayList<>();
        for (String name : storage.list()) {
            OptionalLong number = SegmentName.parse(name);
            if (number.isPresent()) {
                firsts.add(Objects.requireNonNull(SegmentHead.read(storage, number.getAsLong()).start()).lastSequence() + 1);
            }
        }
        firsts.removeIf(first -> first >= records);
        Collections.sort(firsts);
        return firsts;
    }

    private void retainEmpty() throws IOException {
        open(empty).close(); // loads whatever was not loaded
        Retained before = Retained.now();
        try (WriteAheadLog log = open(empty)) {
            row("an empty log", Retained.now().since(before));
            log.firstSequence(); // and not before is it garbage
        }
    }

    private void retain(List<Long> firsts, int reads) throws IOException {
        Retained before = Retained.now();
        try (WriteAheadLog log = open(directory); LogReader reader = log.reader(0)) {
            row("this log and a reader, opened", Retained.now().since(before));
            row("first seek in a segment", seek(reader, inEach(firsts)), "");
            row("and each segment was read from", Retained.now().since(before));
            row("seek when each was read from", seek(reader, anywhere(reads)), "");
            row("and " + reads + " random records", Retained.now().since(before));
            log.firstSequence();
        }
    }

    /** A small record in each segment. */
    private long[] inEach(List<Long> firsts) {
        List<Long> shuffled = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
            shuffled.add(small(random.nextLong(firsts.get(i), i + 1 < firsts.size() ? firsts.get(i + 1) : records)));
        }
        Collections.shuffle(shuffled, new Random(SEED));
        return shuffled.stream().mapToLong(Long::longValue).toArray();
    }

    private long[] anywhere(int reads) {
        return random.longs(reads, 0, records).map(OpenRun::small).toArray();
    }

    private static long small(long drawn) {
        return SparseLog.isSmall(drawn) ? drawn : drawn - 1;
    }

    private static Histogram seek(LogReader reader, long[] sequences) {
        Histogram seeks = new Histogram(SIGNIFICANT_DIGITS);
        for (long sequence : sequences) {
            long start = System.nanoTime();
            reader.seek(sequence);
            boolean found = reader.next();
            seeks.recordValue(System.nanoTime() - start);
            if (!found || reader.payload().order(ByteOrder.LITTLE_ENDIAN).getLong(reader.payload().position()) != sequence) {
                throw new IllegalStateException("record " + sequence + " is not what was appended");
            }
        }
        return seeks;
    }

    private void row(String what, Histogram nanos, String processor) {
        times.row(what, Long.toString(nanos.getTotalCount()), milliseconds(nanos.getValueAtPercentile(50)),
                milliseconds(nanos.getValueAtPercentile(99)), milliseconds(nanos.getMaxValue()), processor);
    }

    private void row(String what, Retained retained) {
        memory.row(what, bytes(retained.heapBytes()), bytes(retained.directBytes()));
    }

    private static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%,.3f", nanos / 1e6);
    }

    private static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }
}
