package dev.ringwal.log.segment;

import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.Checksum;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Looks at the frames of one segment file, each verified in memory of its own before anything of it is believed. A length is
 * believed only from a header that verifies, and never beyond the file. One thread at a time; does not own the file.
 */
public final class FrameScanner {

    /** In no file do bytes of whatever else pass for a newer version's header so often. */
    private static final int NEVER_BY_CHANCE = 16;

    private static final ByteBuffer ZERO_PAGE = ByteBuffer.allocateDirect(Alignment.PAGE_BYTES);

    private final FileWindow window = new FileWindow();
    private final Checksum checksum = new Checksum();

    private StorageFile file;
    private String name;
    private long salt;
    private long length;
    private long offset;
    private int index;
    private int newerHeaders;

    public FrameScanner(StorageFile file, String name, long salt) throws IOException {
        this.file = file;
        this.name = name;
        this.salt = salt;
        this.length = file.length();
    }

    /**
     * Goes on with another file.
     *
     * @param otherLength how long it is, or where all ends that is to be looked at; {@link #refresh} looks at the file
     */
    public void open(StorageFile otherFile, String otherName, long otherSalt, long otherLength) {
        file = otherFile;
        name = otherName;
        salt = otherSalt;
        length = otherLength;
        newerHeaders = 0;
        window.jump();
    }

    /** Forgets what it has read ahead: the file may have more in it now. */
    public void refresh() throws IOException {
        window.forget();
        length = file.length();
    }

    /** Reading goes on at some other place. */
    public void jump() {
        window.jump();
    }

    /**
     * Whether a header that verifies stands at the offset.
     *
     * @throws NewerFormatException when it verifies but says what this version does not know
     */
    public boolean header(long frameOffset) throws IOException {
        if (frameOffset < 0 || frameOffset > length - FrameHeader.BYTES) {
            index = -1;
            offset = frameOffset;
            return false;
        }
        index = window.at(file, frameOffset, FrameHeader.BYTES);
        offset = frameOffset;
        return index >= 0 && isValid(FrameHeader.check(window.buffer(), index, checksum, salt, offset, length - offset));
    }

    private boolean isValid(FrameHeader.Verdict verdict) {
        if (verdict == FrameHeader.Verdict.NEWER) {
            throw new NewerFormatException(name + " has a frame at offset " + offset
                    + " that a newer version wrote; this one knows version " + FrameHeader.VERSION);
        }
        return verdict == FrameHeader.Verdict.VALID;
    }

    /** Whether the body of the frame whose header was found verifies. */
    public boolean body() throws IOException {
        long loads = window.loads();
        int bytes = FrameHeader.frameBytes(FrameHeader.bodyLength(window.buffer(), index));
        index = window.at(file, offset, bytes);
        return index >= 0 && (window.loads() == loads || isStill(bytes))
                && FrameHeader.bodyVerifies(window.buffer(), index, checksum, salt, offset);
    }

    /** Whether what was read once more is a header that verifies, of a frame as long: the file may be another segment by now. */
    private boolean isStill(int bytes) {
        return isValid(FrameHeader.check(window.buffer(), index, checksum, salt, offset, length - offset))
                && FrameHeader.frameBytes(FrameHeader.bodyLength(window.buffer(), index)) == bytes;
    }

    /** Whether a whole frame that verifies stands at the offset. */
    public boolean frame(long frameOffset) throws IOException {
        return header(frameOffset) && body();
    }

    /** The first header that verifies at or behind the offset, or -1. Payload cannot be mistaken for one: it does not know the salt. */
    public long findHeader(long from) throws IOException {
        long at = Alignment.toFrame(from);
        while (at + FrameHeader.BYTES <= length) {
            if (isZeroPage(at)) {
                at += Alignment.PAGE_BYTES;
                continue;
            }
            int here = window.at(file, at, FrameHeader.BYTES);
            if (here >= 0 && window.buffer().getLong(here) != 0 && headerAmongOthers(at)) {
                return at;
            }
            at += Alignment.FRAME_ALIGNMENT_BYTES;
        }
        return -1;
    }

    /**
     * As {@link #header}, where every place of many is asked: bytes of whatever else pass for a newer version's header once in four
     * billion times, so there such a frame has to verify as a whole; a few times, or a crafted file would be read over and over.
     */
    private boolean headerAmongOthers(long at) throws IOException {
        index = window.at(file, at, FrameHeader.BYTES);
        offset = at;
        FrameHeader.Verdict verdict = FrameHeader.check(window.buffer(), index, checksum, salt, at, length - at);
        return verdict != FrameHeader.Verdict.INVALID && (verdict == FrameHeader.Verdict.VALID || isNewer()) && isValid(verdict);
    }

    private boolean isNewer() throws IOException {
        newerHeaders++;
        if (newerHeaders > NEVER_BY_CHANCE) {
            return true;
        }
        index = window.at(file, offset, FrameHeader.frameBytes(FrameHeader.bodyLength(window.buffer(), index)));
        return index >= 0 && FrameHeader.bodyVerifies(window.buffer(), index, checksum, salt, offset);
    }

    /** Behind the last 8 bytes, from the (frame aligned) offset on, that are not all zero; the offset itself where all are. */
    public long endOfNonZero(long from) throws IOException {
        long end = from;
        long at = from;
        while (at < length) {
            if (isZeroPage(at)) {
                at += Alignment.PAGE_BYTES;
                continue;
            }
            int bytes = (int) Math.min(Alignment.FRAME_ALIGNMENT_BYTES, length - at);
            int here = window.at(file, at, bytes);
            if (here >= 0 && !isZero(here, bytes)) {
                end = at + bytes;
            }
            at += bytes;
        }
        return end;
    }

    /** Whether a page begins there that is all zero: of a segment that is not full most are, and are passed over at once. */
    private boolean isZeroPage(long at) throws IOException {
        int here = Alignment.isPage(at) ? window.at(file, at, Alignment.PAGE_BYTES) : -1;
        return here >= 0 && window.buffer().slice(here, Alignment.PAGE_BYTES).equals(ZERO_PAGE);
    }

    private boolean isZero(int here, int bytes) {
        if (bytes == Long.BYTES) {
            return window.buffer().getLong(here) == 0;
        }
        int seen = 0;
        for (int i = 0; i < bytes; i++) {
            seen |= window.buffer().get(here + i);
        }
        return seen == 0;
    }

    /** Where the frame that was found begins in the file. */
    public long offset() {
        return offset;
    }

    /** Where the next frame may begin. */
    public long nextOffset() {
        return offset + FrameHeader.frameBytes(FrameHeader.bodyLength(window.buffer(), index));
    }

    public int kind() {
        return FrameHeader.kind(window.buffer(), index);
    }

    public boolean hasMore() {
        return FrameHeader.hasMore(window.buffer(), index);
    }

    /** Whether records of the frame have a topic. */
    public boolean hasTopics() {
        return FrameHeader.hasTopics(window.buffer(), index);
    }

    public long firstSequence() {
        return FrameHeader.firstSequence(window.buffer(), index);
    }

    public int records() {
        return FrameHeader.records(window.buffer(), index);
    }

    /** The last record's sequence; one less than the first in a frame without records. */
    public long lastSequence() {
        return firstSequence() + (kind() == FrameHeader.DATA ? records() : 0) - 1;
    }

    public long timeNanos() {
        return FrameHeader.timeNanos(window.buffer(), index);
    }

    public int bodyLength() {
        return FrameHeader.bodyLength(window.buffer(), index);
    }

    /** Bytes of its records without what stands in front of them. */
    public long payloadBytes() {
        long[] heads = {(long) records() * RecordHead.BYTES};
        if (hasTopics()) {
            RecordHead.eachTopic(window.buffer(), index, (topic, frame) -> heads[0] += topic == 0 ? 0 : RecordHead.TOPIC_BYTES, offset);
        }
        return bodyLength() - heads[0];
    }

    public Place attested() {
        return FrameHeader.attested(window.buffer(), index);
    }

    /** The memory in which the frame stands, valid until the scanner moves. */
    public ByteBuffer buffer() {
        return window.buffer();
    }

    /** Where in that memory the frame begins. */
    public int index() {
        return index;
    }

    /** The file's length when it was last looked at. */
    public long length() {
        return length;
    }
}
