package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Walks every frame of the log up to the last readable record. One thread, one use. */
final class Verifier {

    private static final long WHEREVER_IT_BEGINS = -1;

    private final Storage storage;
    private final LogView view;
    private final LongConsumer progressBytes;
    private long nextSequence = WHEREVER_IT_BEGINS;
    private long records;
    private long bytes;

    /** @param progressBytes is told how many bytes of frames have been walked, once per frame */
    Verifier(Storage storage, LogView view, LongConsumer progressBytes) {
        this.storage = storage;
        this.view = view;
        this.progressBytes = progressBytes;
    }

    /** @param known what stands behind the last readable record, or null */
    Verification run(long tornBytes, @Nullable CorruptLogException known) throws IOException {
        while (true) {
            long cut = newestCut();
            Verification found = walkAll(tornBytes, known);
            if (newestCut() == cut) {
                return found;
            }
            records = 0; // truncated meanwhile: what was met may be void
            bytes = 0;
            nextSequence = WHEREVER_IT_BEGINS;
        }
    }

    private long newestCut() throws IOException {
        return view.segmentsNow().cuts().newest();
    }

    private Verification walkAll(long tornBytes, @Nullable CorruptLogException known) throws IOException {
        long last = view.durableSequence();
        Segments segments = view.segments();
        try {
            for (int i = 0; i < segments.count(); i++) {
                walk(segments.get(i), last);
            }
            return new Verification(records, segments.count(), bytes, tornBytes, known);
        } catch (CorruptLogException damage) {
            return new Verification(records, segments.count(), bytes, tornBytes, damage);
        }
    }

    private void walk(Segment segment, long last) throws IOException {
        try (StorageFile file = storage.openForReading(segment.name())) {
            if (nextSequence == WHEREVER_IT_BEGINS) {
                nextSequence = segment.firstSequence();
            }
            walk(segment, new FrameScanner(file, segment.name(), segment.salt()), last);
        } catch (NoSuchFileException | CorruptLogException e) {
            if (!isTrimmed(segment)) {
                throw e;
            }
            nextSequence = WHEREVER_IT_BEGINS;
        }
    }

    /** Or void, which is met once more when all was walked. */
    private boolean isTrimmed(Segment segment) throws IOException {
        Segments now = view.segmentsNow();
        return !now.isEmpty() && now.withNumber(segment.number()) == null;
    }

    private void walk(Segment segment, FrameScanner scanner, long last) throws IOException {
        long end = segment.end();
        long at = SegmentHeader.BYTES;
        while (at < end && (end != Segment.OPEN || nextSequence <= last)) {
            if (!scanner.frame(at)) {
                throw new CorruptLogException(segment.name(), at, nextSequence, "no frame that verifies");
            }
            count(segment, scanner, at);
            at = scanner.kind() == FrameHeader.INDEX ? Alignment.toPage(scanner.nextOffset()) : scanner.nextOffset();
        }
    }

    private void count(Segment segment, FrameScanner scanner, long at) {
        if (scanner.kind() == FrameHeader.DATA) {
            if (scanner.firstSequence() != nextSequence) {
                throw new CorruptLogException(segment.name(), at, nextSequence,
                        "the frame begins with record " + scanner.firstSequence());
            }
            records += scanner.records();
            nextSequence += scanner.records();
        }
        bytes += FrameHeader.frameBytes(scanner.bodyLength());
        progressBytes.accept(bytes);
    }
}
