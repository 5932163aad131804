package dev.ringwal.log.segment;

import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.FooterBody;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.SparseIndex;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.TopicIndex;
import dev.ringwal.log.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;

/**
 * A segment being written, from its start to its footer. Written by one thread at a time; {@link #sync} may run beside it on
 * another, and covers what was written before it began. Whether a write or sync that failed is final is the caller's to know.
 *
 * <p>Space for whatever is written was taken before, the footer's included: a full disk shows in {@link #reserve} only.
 */
public final class SegmentWriter {

    private final StorageFile file;
    /** Until it is published. */
    private final String temporaryName;
    private final SegmentHeader header;
    private final Filler filler;
    /** The log's one: this segment's from its start on, of the one before until then. */
    private final SparseIndex index;
    private final TopicIndex topics = new TopicIndex();
    private final Tally tally = new Tally();
    private long limitBytes;
    private long offset = SegmentHeader.BYTES;

    SegmentWriter(StorageFile file, String temporaryName, SegmentHeader header, long limitBytes, SparseIndex index) {
        this.index = index;
        this.file = file;
        this.temporaryName = temporaryName;
        this.header = header;
        this.limitBytes = limitBytes;
        this.filler = new Filler(file, Math.max(header.usedBytes(), SegmentHeader.BYTES));
    }

    /** Fills the file with zeros up to so many bytes, which are no more than the limit, and syncs them; less when hurried. */
    public void fillAhead(long upTo, BooleanSupplier hurry) throws IOException {
        filler.fillAhead(upTo, hurry);
    }

    /** Takes space for what comes first, if there is any and none was taken: the sync that makes the file durable covers it. */
    void takeSome() throws IOException {
        filler.takeSome(limitBytes);
    }

    /** Sees to it that the file, to which nothing was written yet, is durable with all that was filled. */
    void syncUnlessSynced() throws IOException {
        if (!filler.isSynced()) {
            file.sync();
        }
    }

    /** Whether all is there, up to the limit. */
    public boolean isFilled() {
        return filler.filled() >= limitBytes;
    }

    public long number() {
        return header.number();
    }

    public long salt() {
        return header.salt();
    }

    /** Where the next frame goes. */
    public Place end() {
        return new Place(header.number(), header.salt(), offset);
    }

    public long offset() {
        return offset;
    }

    public long limitBytes() {
        return limitBytes;
    }

    StorageFile file() {
        return file;
    }

    String temporaryName() {
        return temporaryName;
    }

    /** What the group takes: its frames, and what its topics add to the index. */
    public long bytesOf(Group group) {
        return group.bytes() + topics.bytesAfter(group.topicRecords(), group.highestTopic()) - topics.bytesAfter(0, 0);
    }

    /** Whether so many more bytes of frames, and the footer behind them, stay within the segment's size. The control state does not count. */
    public boolean hasRoomFor(long bytes) {
        return sealedBytes(bytes) <= limitBytes;
    }

    private long sealedBytes(long moreBytes) {
        return Alignment.toPage(offset + moreBytes + index.frameBytesAfter(header.number(), moreBytes) + topics.bytesAfter(0, 0)) + FooterBody.FRAME_BYTES;
    }

    /**
     * Takes the space for so many more bytes of frames and the footer behind them, enlarging the segment if they do not fit.
     *
     * @param controlBytes of the control state in front of the footer
     * @throws dev.ringwal.log.storage.NoSpaceException when there is none; what was reserved before stays so
     */
    public void reserve(long bytes, long controlBytes) throws IOException {
        long needed = sealedBytes(bytes);
        filler.ensure(needed + Alignment.toPage(controlBytes), limitBytes);
        limitBytes = Math.max(limitBytes, needed);
    }

    /** The same where there is no control state. */
    public void reserve(long bytes) throws IOException {
        reserve(bytes, 0);
    }

    /**
     * Writes the start frame and behind it the control state, if there is any; frames copied behind them come with {@link #copy}. Must be
     * reserved.
     */
    public Segment start(StartBody start, ControlState control, long timeNanos, Place attested) throws IOException {
        int controlBytes = control.frameBytes();
        ByteBuffer frames = buffer(StartBody.FRAME_BYTES + controlBytes);
        start.encodeFrame(frames, 0, header.salt(), timeNanos, attested);
        if (controlBytes > 0) {
            control.encodeFrame(frames, StartBody.FRAME_BYTES, header.salt(), offset + StartBody.FRAME_BYTES, start.lastSequence() + 1,
                    timeNanos, attested);
        }
        write(frames);
        index.begin(header.number());
        limitBytes += controlBytes; // or it would take from what a segment has for records
        tally.begin(start.lastSequence(), timeNanos);
        return new Segment(header.number(), header.salt(), start, timeNanos, index, topics);
    }

    /** Writes a control frame with these entries. Must be reserved. */
    public void control(byte[] entries, long timeNanos, Place attested) throws IOException {
        ByteBuffer frame = buffer(FrameHeader.frameBytes(entries.length));
        ControlState.encodeFrame(entries, frame, 0, header.salt(), offset, tally.lastSequence() + 1, timeNanos, attested);
        write(frame);
    }

    /** Gives the group sequences from the given one on and writes it. Must be reserved. */
    public void write(Group group, long firstSequence, long timeNanos) throws IOException {
        assert index.isOf(header.number());
        group.close(firstSequence, header.salt(), offset, timeNanos, index);
        group.isIn(header.number());
        long begin = offset;
        ByteBuffer frames = group.buffer();
        frames.limit(group.bytes()).position(0);
        write(frames);
        group.eachTopic(topics, begin); // readers look at once where these say
        tally.add(group.records(), group.payloadBytes(), timeNanos);
    }

    /** Writes a frame of another segment again here: same records, same time. Must be reserved. */
    public void copy(FrameScanner frame, Place attested) throws IOException {
        assert index.isOf(header.number());
        int bytes = FrameHeader.frameBytes(frame.bodyLength());
        ByteBuffer copied = buffer(bytes);
        copied.put(0, frame.buffer(), frame.index(), bytes);
        FrameHeader.move(copied, 0, header.salt(), offset, attested);
        long begin = offset;
        write(copied);
        if (frame.kind() == FrameHeader.DATA) {
            index.add(frame.firstSequence(), frame.timeNanos(), begin);
            tally.add(frame.records(), frame.payloadBytes(), frame.timeNanos());
        }
        if (frame.hasTopics()) {
            RecordHead.eachTopic(copied, 0, topics, begin);
        }
    }

    /** Writes the first records of a frame of another segment again here, as a frame. @param bodyBytes that they take. Must be reserved. */
    public void copyPart(FrameScanner frame, int records, int bodyBytes, Place attested) throws IOException {
        assert index.isOf(header.number());
        ByteBuffer part = buffer(FrameHeader.frameBytes(bodyBytes));
        FrameHeader.copyPart(frame.buffer(), frame.index(), records, bodyBytes, part, header.salt(), offset, attested);
        long begin = offset;
        write(part);
        index.add(frame.firstSequence(), frame.timeNanos(), begin);
        if (frame.hasTopics()) {
            RecordHead.eachTopic(part, 0, topics, begin);
        }
        tally.add(records, bodyBytes - (long) records * RecordHead.BYTES, frame.timeNanos());
    }

    /** Writes indexes, control state and footer, which end the segment. Not durable before the next sync. */
    public void seal(ControlState control, Place attested) throws IOException {
        assert index.isOf(header.number());
        int controlIndex = topics.bytes();
        int indexIndex = controlIndex + control.frameBytes();
        int footerIndex = Math.toIntExact(Alignment.toPage(offset + indexIndex + index.frameBytes()) - offset);
        ByteBuffer closing = buffer(footerIndex + FooterBody.FRAME_BYTES);
        long salt = header.salt();
        long next = tally.lastSequence() + 1;
        long topicsOffset = 0;
        if (!topics.isEmpty()) {
            topicsOffset = offset + topics.encodeFrames(closing, 0, salt, offset, next, tally.lastNanos(), attested);
        }
        long controlOffset = 0;
        if (indexIndex > controlIndex) {
            controlOffset = offset + controlIndex;
            control.encodeFrame(closing, controlIndex, salt, controlOffset, next, tally.lastNanos(), attested);
        }
        index.encodeFrame(closing, indexIndex, salt, offset + indexIndex, next, tally.lastNanos(), attested);
        tally.footer(offset + indexIndex, topicsOffset, controlOffset)
                .encodeFrame(closing, footerIndex, salt, offset + footerIndex, attested);
        write(closing);
    }

    private void write(ByteBuffer frames) throws IOException {
        int bytes = frames.remaining();
        file.write(frames, offset);
        offset += bytes;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns when all that was written before is durable. */
    public void sync() throws IOException {
        file.sync();
    }

    /**
     * Cuts what was filled ahead and is not used, and closes. Needs no sync: should the cut be undone by a crash, what stood there
     * comes back. Nothing was promised of either: what fails leaves the file longer than it need be.
     */
    @SuppressWarnings("try")
    public void retire() {
        try (Closeable closing = file::close) {
            file.shorten(offset);
        } catch (IOException e) {
            // See above.
        }
    }

    public void close() throws IOException {
        file.close();
    }
}
