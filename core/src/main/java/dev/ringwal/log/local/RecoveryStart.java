package dev.ringwal.log.local;

import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.TopicIndex;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.Objects;

/**
 * The start that recovery writes when records lie behind the attested position: they may be in the page cache only, and after a
 * failed sync another sync proves nothing of them. So they are written anew behind a start that names the attested position, all as
 * one atomic batch, and synced. The old file is not touched. A crash anywhere in between leaves an incomplete start, which says
 * nothing.
 */
final class RecoveryStart {

    /**
     * A new segment, its start durable.
     *
     * @param lastInFront the last record that segments in front of it have
     */
    record Written(SegmentWriter writer, Segment segment, long lastInFront) {
    }

    private final Storage storage;
    private final Findings findings;

    /** At most so many of the records have topics. */
    private int topicRecords;

    RecoveryStart(Storage storage, Findings findings) {
        this.storage = storage;
        this.findings = findings;
    }

    /**
     * Writes and syncs it.
     *
     * @throws dev.ringwal.log.storage.NoSpaceException when there is no room: nothing was changed, and it can be tried again
     */
    Written write(SegmentFactory factory, long limitBytes, long timeNanos) throws IOException {
        SegmentHead old = Objects.requireNonNull(findings.top());
        try (StorageFile file = storage.openForReading(old.name())) {
            FrameScanner scanner = new FrameScanner(file, old.name(), old.salt());
            StartBody start = measure(scanner);
            SegmentWriter writer = factory.create(findings.nextNumber(), limitBytes);
            long topicBytes = new TopicIndex().bytesAfter(topicRecords, findings.control().topics());
            factory.reserveAndPublish(writer, start.startBytes() + topicBytes, findings.control().frameBytes());
            return write(start, timeNanos, scanner, writer);
        }
    }

    private Written write(StartBody start, long timeNanos, FrameScanner scanner, SegmentWriter writer) throws IOException {
        try {
            Segment segment = writer.start(start, findings.attestedControl(), timeNanos, findings.attested());
            copy(scanner, start, writer);
            writer.sync();
            return new Written(writer, segment, start.lastInFrontOf(segment.number()));
        } catch (IOException | RuntimeException | Error e) {
            writer.close();
            throw e;
        }
    }

    private StartBody measure(FrameScanner scanner) throws IOException {
        long bytes = StartBody.FRAME_BYTES + findings.attestedControl().frameBytes();
        topicRecords = 0;
        long records = 0;
        for (long at = next(scanner, findings.copyFrom()); at < findings.end(); at = next(scanner, scanner.nextOffset())) {
            bytes += FrameHeader.frameBytes(scanner.bodyLength());
            records += scanner.records();
            topicRecords += scanner.hasTopics() ? scanner.records() : 0;
        }
        checkAllThere(records == findings.unprovenRecords());
        return new StartBody(reason(), findings.attested(), findings.attestedSequence(), findings.lastSequenceBeforeAttested(), bytes,
                findings.unprovenRecords());
    }

    /** One that takes over a truncation of which nobody knows whether it is durable is one itself. */
    private StartBody.Reason reason() {
        StartBody old = Objects.requireNonNull(findings.top()).start();
        boolean takesOver = old != null && old.reason() == StartBody.Reason.TRUNCATION && findings.copyFrom() == SegmentHeader.BYTES;
        return takesOver ? StartBody.Reason.TRUNCATION : StartBody.Reason.RECOVERY;
    }

    /** All of it, or nothing of it counts: what was seen in the page cache may have gone since. */
    private void copy(FrameScanner scanner, StartBody start, SegmentWriter writer) throws IOException {
        scanner.jump();
        long records = 0;
        for (long at = next(scanner, findings.copyFrom()); at < findings.end(); at = next(scanner, scanner.nextOffset())) {
            checkAllThere(scanner.body());
            writer.copy(scanner, findings.attested());
            records += scanner.records();
        }
        checkAllThere(records == start.copiedRecords() && writer.offset() == start.endOffset());
    }

    private void checkAllThere(boolean isThere) throws IOException {
        if (!isThere) {
            throw new IOException("what opening found behind offset " + findings.copyFrom() + " of "
                    + Objects.requireNonNull(findings.top()).name() + " cannot be read any more: open again");
        }
    }

    /** Where the next frame with records or control entries begins; the end if there is none. */
    private long next(FrameScanner scanner, long from) throws IOException {
        long at = from;
        while (at < findings.end() && scanner.header(at)) {
            if (scanner.kind() == FrameHeader.DATA || scanner.kind() == FrameHeader.CONTROL) {
                return at;
            }
            at = scanner.nextOffset();
        }
        return findings.end();
    }
}
