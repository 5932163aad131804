package dev.ringwal.log.repair;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.local.ChainCheck;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.segment.ControlScan;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.segment.Spares;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ends a log in front of a record: a new segment whose start names the end makes void whatever stands behind it. No segment is changed;
 * those behind the end get another name, so that opening does not meet them, and of a state page that cannot be read a copy is kept.
 * Crash-safe: until the start is durable nothing has happened but that files have second names; from then on it is done, and done again
 * it comes to the same.
 */
final class Truncation {

    private static final String ASIDE = ".damaged";

    private final Storage storage;

    /** Where the log shall end. */
    private final Place end;
    private final long lastSequence;
    private final long lastNanos;

    /** Of the whole log: others do not exist. Empty where it was deleted. */
    private final Map<String, Optional<ConsumerPosition>> consumers;

    private Truncation(Storage storage, Map<String, Optional<ConsumerPosition>> consumers, Place end, long lastSequence, long lastNanos) {
        this.storage = storage;
        this.consumers = consumers;
        this.end = end;
        this.lastSequence = lastSequence;
        this.lastNanos = lastNanos;
    }

    /** @throws IllegalArgumentException when the log cannot be ended there, and why */
    static Truncation before(long sequence, Storage storage, Remains remains) throws IOException {
        Truncation truncation = find(sequence, storage, remains);
        if (truncation.end.compareTo(remains.attested()) > 0) {
            throw new IllegalArgumentException("cannot truncate at " + sequence + ": nothing proves that what stands in front of it was ever"
                    + " synced, so it may be gone after a power cut; open the log, which copies it, or salvage it");
        }
        try {
            ChainCheck.upTo(truncation.end.segment(), storage);
            truncation.controlAtEnd();
        } catch (CorruptLogException damaged) {
            throw new IllegalArgumentException("cannot truncate at " + sequence + ": what would stay could not be opened either, "
                    + damaged.getMessage() + "; truncate further in front, or salvage what is left", damaged);
        }
        return truncation;
    }

    private static Truncation find(long sequence, Storage storage, Remains remains) throws IOException {
        for (Gap gap : remains.gaps()) {
            if (gap.firstSequence() < sequence) {
                throw new IllegalArgumentException("cannot truncate at " + sequence + ": records before it are lost, " + gap
                        + ", so nothing from there on can be kept in place; salvage what is left");
            }
        }
        for (Stretch stretch : remains.stretches()) {
            if (stretch.has(sequence - 1)) {
                return in(stretch, sequence, storage, remains);
            }
        }
        throw new IllegalArgumentException("cannot truncate at " + sequence + ": record " + (sequence - 1) + " in front of it is not there");
    }

    private static Truncation in(Stretch stretch, long sequence, Storage storage, Remains remains) throws IOException {
        try (StorageFile file = storage.openForReading(stretch.file())) {
            FrameScanner scanner = new FrameScanner(file, stretch.file(), stretch.salt());
            long at = stretch.begin();
            while (at < stretch.end() && scanner.frame(at) && scanner.lastSequence() < sequence - 1) {
                at = scanner.nextOffset();
            }
            if (scanner.lastSequence() != sequence - 1 || scanner.hasMore()) {
                throw new IllegalArgumentException("cannot truncate at " + sequence + ": it lies within frames of records "
                        + scanner.firstSequence() + " to " + scanner.lastSequence() + (scanner.hasMore() ? " and more" : "")
                        + ", which cannot be divided");
            }
            Place end = new Place(stretch.segment(), stretch.salt(), scanner.nextOffset());
            return new Truncation(storage, remains.consumers(), end, sequence - 1, scanner.timeNanos());
        }
    }

    /** Whether the place would be no part of the log any more. */
    boolean takes(long segment, long offset) {
        return segment > end.segment() || segment == end.segment() && offset >= end.offset();
    }

    /** Does it; durable on return. */
    void run(@Nullable StateSlot found, long wallNanos) throws IOException {
        TreeSet<Long> numbers = numbers();
        SegmentHead head = SegmentHead.read(storage, end.segment());
        SegmentHeader header = head.header();
        long formerLastSequence = Objects.requireNonNull(head.start()).lastSequence(); // or it could not be opened
        List<Long> behind = List.copyOf(numbers.tailSet(end.segment(), false));
        if (found == null && LogFiles.isStateBegun(storage)) {
            copyStateAside();
        }
        setAside(behind);
        StateSlot state = found == null ? fresh(header, numbers.first()) : found;
        Place begun = writeStart(header, formerLastSequence, numbers.last() + 1, Math.max(lastNanos, wallNanos));
        state.attest(begun, lastSequence);
        state.cut(begun.segment(), lastSequence);
        state.pid = 0;
        LogFiles.writeState(storage, state);
        for (long number : behind) {
            storage.delete(SegmentName.of(number));
        }
        storage.syncDirectory();
    }

    private TreeSet<Long> numbers() throws IOException {
        TreeSet<Long> numbers = new TreeSet<>();
        for (String name : storage.list()) {
            OptionalLong number = SegmentName.parse(name);
            number.ifPresent(numbers::add);
        }
        return numbers;
    }

    private void setAside(List<Long> behind) throws IOException {
        for (long number : behind) {
            storage.link(SegmentName.of(number), freeName(SegmentName.of(number) + ASIDE));
        }
        storage.syncDirectory();
    }

    /** It cannot be read, and is about to be overwritten. Its name is not durable yet. */
    private void copyStateAside() throws IOException {
        ByteBuffer page = ByteBuffer.allocateDirect(StateSlot.PAGE_BYTES);
        String name = freeName(LogFiles.STATE + ASIDE);
        try (StorageFile state = storage.openForReading(LogFiles.STATE); StorageFile copy = storage.create(name)) {
            state.read(page, 0);
            copy.write(page.flip(), 0);
            copy.sync();
        }
    }

    /** A file of this name may be that of an earlier truncation. */
    private String freeName(String wanted) throws IOException {
        String name = wanted;
        for (int i = 2; storage.exists(name); i++) {
            name = wanted + "." + i;
        }
        return name;
    }

    private Place writeStart(SegmentHeader log, long formerLastSequence, long number, long timeNanos) throws IOException {
        SegmentFactory factory = new SegmentFactory(storage, new Spares(storage, Long.MAX_VALUE, 0), log.logIdHigh(), log.logIdLow(),
                new SecureRandom()::nextLong, () -> timeNanos);
        ControlState control = controlAtEnd();
        SegmentWriter writer = factory.create(number, SegmentHeader.BYTES);
        factory.reserveAndPublish(writer, StartBody.FRAME_BYTES + (long) control.frameBytes(), control.frameBytes());
        try {
            long bytes = StartBody.FRAME_BYTES + (long) control.frameBytes();
            writer.start(new StartBody(StartBody.Reason.TRUNCATION, end, lastSequence, formerLastSequence, bytes, 0), control, timeNanos, end);
            writer.sync();
            return writer.end();
        } finally {
            writer.close();
        }
    }

    private ControlState controlAtEnd() throws IOException {
        String name = SegmentName.of(end.segment());
        try (StorageFile file = storage.openForReading(name)) {
            ControlState control = new ControlScan(new FrameScanner(file, name, end.salt()), name).upTo(end.offset());
            for (String known : List.copyOf(control.consumers().keySet())) {
                if (!consumers.containsKey(known)) {
                    keep(control, known, null);
                }
            }
            consumers.forEach((consumer, position) -> keep(control, consumer, position.orElse(null)));
            return control;
        }
    }

    /**
     * What a consumer committed later counts, as far as its records stay; it never loses its place. One whose deletion is damaged is there
     * again, unless a later start knows it no more.
     */
    private void keep(ControlState control, String consumer, @Nullable ConsumerPosition position) {
        if (position == null) {
            control.apply(ByteBuffer.wrap(ControlEntry.consumerGone(consumer)).order(ByteOrder.LITTLE_ENDIAN));
        } else if (position.topic() <= control.topics()) {
            ConsumerPosition left = new ConsumerPosition(position.topic(), Math.min(position.nextSequence(), lastSequence + 1));
            control.apply(ByteBuffer.wrap(ControlEntry.consumer(consumer, left)).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static StateSlot fresh(SegmentHeader log, long firstSegment) {
        StateSlot state = new StateSlot();
        state.logIdHigh = log.logIdHigh();
        state.logIdLow = log.logIdLow();
        state.firstSegment = firstSegment;
        return state;
    }
}
