package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.ScanMemory;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a writer, in this process or another, has made durable, as its {@code state} page says. Position and sequence come from one
 * slot of it. Segments are found from the one that is attested into, down the chain; none above it is opened, so that a file which
 * is removed again is never followed.
 *
 * <p>Any thread.
 */
final class LiveView implements AutoCloseable {

    /** A slot that is being stored while it is read does not verify; both at once only when the reader is very slow. */
    private static final int READ_ATTEMPTS = 1000;

    private final Storage storage;
    private StorageFile stateFile;
    private final ByteBuffer page = ByteBuffer.allocateDirect(StateSlot.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final LiveControl names;
    private volatile Segments segments = Segments.NONE;
    private volatile long durable = -1;
    private volatile long pid;
    private long counter = -1;

    private LiveView(Storage storage, StorageFile stateFile) {
        this.storage = storage;
        this.names = new LiveControl(storage);
        this.stateFile = stateFile;
    }

    static LiveView open(Storage storage) throws IOException {
        LiveView view = new LiveView(storage, storage.openForReading(LogFiles.STATE));
        try {
            view.refresh();
            return view;
        } catch (IOException | RuntimeException | Error e) {
            view.close();
            throw e;
        }
    }

    /** Looks again. */
    synchronized void refresh() throws IOException {
        StateSlot state = state();
        while (state.counter != counter || state.durableSequence != durable) { // the counter of a page that was rebuilt begins anew
            try {
                follow(state);
                counter = state.counter;
            } catch (NoSuchFileException e) {
                state = newerThan(state, e);
            } catch (CorruptLogException e) {
                state = newerThan(state, e);
            }
        }
    }

    private void follow(StateSlot state) throws IOException {
        Place attested = state.attested();
        if (attested.segment() >= 0) {
            Segments followed = knows(attested) ? segments : extended(attested, state.firstSegment);
            if (followed.first().number() < state.firstSegment) {
                followed = followed.from(state.firstSegment);
            }
            if (state.durableSequence < durable) {
                durable = state.durableSequence; // truncated: nobody is to look for more where the log ends now
            }
            segments = followed;
        }
        durable = state.durableSequence;
        pid = state.pid;
    }

    /** A segment that a trim deletes meanwhile is no damage, if the state has moved on. */
    private <E extends Exception> StateSlot newerThan(StateSlot old, E cause) throws E, IOException {
        StateSlot now = state();
        if (now.firstSegment == old.firstSegment && now.attestedSegment == old.attestedSegment) {
            throw cause;
        }
        return now;
    }

    private boolean knows(Place attested) {
        return !segments.isEmpty() && segments.last().place(attested.offset()).equals(attested);
    }

    private Segments extended(Place attested, long firstSegment) throws IOException {
        long known = segments.isEmpty() ? firstSegment : Math.max(segments.last().number() + 1, firstSegment);
        ScanMemory memory = new ScanMemory();
        Chain chain = Chain.from(head(attested, memory), number -> headOrNull(number, memory), known, true);
        StartBody bottom = chain.bottom().start();
        List<Segment> live = keptUpTo(bottom.before(), bottom.cutAfter() != Segment.NO_CUT);
        live.addAll(chain.segments(attested.at(Segment.OPEN)));
        boolean joins = segments.isEmpty() || bottom.before().segment() <= segments.last().number();
        return joins ? Segments.of(live).after(segments) : Segments.of(live).behindGap(segments);
    }

    /** The known segments that still count: a recovery may have voided the last ones. */
    private List<Segment> keptUpTo(Place end, boolean isCut) {
        List<Segment> kept = new ArrayList<>();
        for (int i = 0; i < segments.count() && segments.get(i).number() <= end.segment(); i++) {
            kept.add(segments.get(i));
        }
        if (!kept.isEmpty()) {
            Segment last = kept.get(kept.size() - 1);
            if (isCut) {
                kept.set(kept.size() - 1, last.cutAt(end.offset()));
            } else {
                last.endsAt(end.offset());
            }
        }
        return kept;
    }

    private SegmentHead head(Place attested, ScanMemory memory) throws IOException {
        SegmentHead head = SegmentHead.read(storage, attested.segment(), memory);
        if (head.salt() != attested.salt()) {
            throw new CorruptLogException(head.name(), 0, -1, "it is another file than " + LogFiles.STATE + " attests");
        }
        return head;
    }

    private @Nullable SegmentHead headOrNull(long number, ScanMemory memory) {
        try {
            return SegmentHead.read(storage, number, memory);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StateSlot state() throws IOException {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            StateSlot state = readState();
            if (state != null) {
                return state;
            }
            Thread.onSpinWait();
        }
        throw new CorruptLogException(LogFiles.STATE, 0, -1, "no slot verifies");
    }

    private @Nullable StateSlot readState() throws IOException {
        try {
            return LogFiles.readState(stateFile, page);
        } catch (ClosedChannelException e) {
            // An interrupt of another reader's thread, or of this one, has closed it for all.
            stateFile = storage.openForReading(LogFiles.STATE);
            return LogFiles.readState(stateFile, page);
        }
    }

    /** Names and positions up to what is durable now. */
    synchronized ControlState control() {
        try {
            StateSlot slot = state();
            while (true) {
                try {
                    return names.upTo(slot.attested());
                } catch (NoSuchFileException e) {
                    slot = newerThan(slot, e);
                } catch (CorruptLogException e) {
                    slot = newerThan(slot, e);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a topic of which a record is durable. */
    synchronized @Nullable String topicName(int number) {
        return LogView.nameOf(number, number <= names.known().topics() ? names.known() : control());
    }

    long durableSequence() {
        return durable;
    }

    Segments segments() {
        return segments;
    }

    long pid() {
        return pid;
    }

    @Override
    public synchronized void close() throws IOException {
        stateFile.close();
    }
}
