package dev.ringwal.fuzz;

import dev.ringwal.SteppedStages;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.local.DirectWorker;
import dev.ringwal.log.local.LocalLog;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.repair.DamagedLog;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Opens a directory of arbitrary files, in every way there is: to read, to repair, to write; and if that works, appends and reads again. */
public final class DirectoryFuzzer {

    private static final int MOST_SEGMENTS = 4;
    private static final byte[] APPENDED = {1, 2, 3};

    private DirectoryFuzzer() {
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        MemoryStorage disk = disk(new Input(data));
        documented(() -> readAll(disk.copy(2), Reach.ATTESTED));
        documented(() -> readAll(disk.copy(3), Reach.RECOVERABLE));
        documented(() -> readAround(disk.copy(4)));
        documented(() -> appendAndReadAgain(disk.copy(5)));
    }

    private static MemoryStorage disk(Input input) {
        MemoryStorage disk = new MemoryStorage(1);
        disk.put("LOCK", new byte[0]);
        int what = input.oneByte();
        if (what % 4 > 0) {
            disk.put("state", state(what, input));
        }
        Forge forge = new Forge();
        int segments = what / 4 % (MOST_SEGMENTS + 1);
        for (int i = 0; i < segments; i++) {
            Input own = new Input(input.take(input.twoBytes() % 4096));
            long number = i + (what > 200 ? own.oneByte() % 3 : 0);
            String name = own.oneByte() % 16 == 0 ? SegmentName.temporary(number) : SegmentName.of(number);
            disk.put(name, own.oneByte() % 16 == 0 ? own.rest() : forge.segment(number, Forge.SALT + number, own));
        }
        return disk;
    }

    private static byte[] state(int what, Input input) {
        if (what % 4 == 1) {
            return input.take(StateSlot.PAGE_BYTES);
        }
        StateSlot slot = new StateSlot();
        slot.logIdHigh = Forge.LOG_ID;
        slot.logIdLow = Forge.LOG_ID;
        slot.firstSegment = input.oneByte() % 3;
        long segment = input.oneByte() % MOST_SEGMENTS;
        slot.attest(new Place(segment, Forge.SALT + segment, input.twoBytes()), input.twoBytes() - 1);
        ByteBuffer page = ByteBuffer.allocate(StateSlot.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        slot.store(page);
        slot.store(page);
        return page.array();
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void documented(Attempt attempt) {
        try {
            attempt.run();
        } catch (CorruptLogException | NewerFormatException | RecordGoneException | IOException | UncheckedIOException damage) {
            // It may be told so.
        }
    }

    private static void readAll(MemoryStorage disk, Reach reach) throws IOException {
        try (ReadOnlyLog log = ReadOnlyLog.open(disk, reach)) {
            log.facts();
            log.verify(bytes -> { });
            try (LogReader reader = log.reader(log.firstSequence())) {
                drain(reader, log.firstSequence());
            }
        }
    }

    private static void readAround(MemoryStorage disk) throws IOException {
        DamagedLog log = DamagedLog.open(disk);
        try (LogReader reader = log.reader(0)) {
            long records = 0;
            while (reader.next()) {
                reader.payload();
                records++;
            }
            if (records != log.records()) {
                throw new AssertionError(records + " records were read, said were " + log.records());
            }
        }
        log.salvage(new MemoryStorage(9));
    }

    private static void appendAndReadAgain(MemoryStorage disk) throws IOException {
        AtomicLong salts = new AtomicLong(1000);
        LocalSettings settings = new LocalSettings(LocalSettings.MIN_SEGMENT_BYTES, () -> 5, Thread::new);
        LogStore store = LocalLog.open(disk, settings, new DirectWorker(), salts::incrementAndGet);
        SteppedStages stages = new SteppedStages(store, builder -> builder.ringSize(8), () -> 0);
        long before = store.writtenSequence();
        List<String> answers = new ArrayList<>(); // the log keeps what a callback throws to itself
        stages.log().append(APPENDED, (sequence, failure) -> answers.add(failure == null ? Long.toString(sequence) : failure.toString()));
        stages.run();
        if (!answers.equals(List.of(Long.toString(before + 1)))) {
            throw new AssertionError("appended behind " + before + ": " + answers);
        }
        if (!Arrays.equals(APPENDED, stages.log().read(before + 1))) {
            throw new AssertionError("record " + (before + 1) + " is another one");
        }
        try (LogReader reader = stages.log().reader(store.firstSequence())) {
            drain(reader, store.firstSequence());
        }
        stages.startClosing();
        stages.run();
        stages.end();
    }

    private static void drain(LogReader reader, long first) {
        long next = first;
        while (reader.next()) {
            if (reader.sequence() != next) {
                throw new AssertionError("record " + reader.sequence() + " instead of " + next);
            }
            reader.payload();
            next++;
        }
    }
}
