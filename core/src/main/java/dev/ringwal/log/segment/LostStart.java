package dev.ringwal.log.segment;

import dev.ringwal.log.format.FooterBody;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a segment still says of the log in front of it when its start is damaged and no start behind it tells. Where recovery or a truncation
 * had cut the log there, what stands in older segments behind the cut must never come back. The state page says where the newest cut was.
 * Of any other, or without that page, only the start and the footer know: of records that were lost with both, as many as there was room
 * for may be such as look sound in front.
 */
public final class LostStart {

    private LostStart() {
    }

    /**
     * The last record that was certainly in front of the segment; {@link Long#MAX_VALUE} where nothing tells.
     *
     * @param scanner of the segment
     */
    public static long lastBefore(FrameScanner scanner, long number, long salt, @Nullable StateSlot state) throws IOException {
        scanner.jump();
        if (scanner.frame(SegmentHeader.BYTES) && scanner.kind() == FrameHeader.START && StartBody.isKnown(scanner.buffer(), scanner.index())) {
            return StartBody.decode(scanner.buffer(), scanner.index()).lastSequence();
        }
        long byFrames = byFrames(scanner, state != null && isCutKnown(number, salt, state));
        if (state == null) {
            return byFrames;
        }
        long byState = state.attested().isIn(number, salt) ? state.durableSequence : Long.MAX_VALUE;
        return Math.min(Math.min(byFrames, byState), state.lastBelow(number));
    }

    /** Of the segment with the newest cut; those behind it that are attested follow sealed ones. */
    private static boolean isCutKnown(long number, long salt, StateSlot state) {
        boolean isAttested = state.attested().isIn(number, salt) || state.attestedSegment > number;
        return number == state.cutSegment || number > state.cutSegment && isAttested;
    }

    /** Every frame says which record is the next. */
    private static long byFrames(FrameScanner scanner, boolean isCutKnown) throws IOException {
        long behindStart = SegmentHeader.BYTES + StartBody.FRAME_BYTES;
        long at = scanner.findHeader(behindStart);
        if (at < 0) {
            return Long.MAX_VALUE;
        }
        long most = scanner.firstSequence() - 1 - (isCutKnown ? 0 : mostRecordsIn(at - behindStart));
        FooterBody footer = footer(scanner, at);
        return footer == null ? most : footer.firstSequence() - 1;
    }

    /** It says which record is the segment's first. */
    private static @Nullable FooterBody footer(FrameScanner scanner, long first) throws IOException {
        for (long at = first; at >= 0; at = scanner.findHeader(scanner.nextOffset())) {
            if (scanner.kind() == FrameHeader.FOOTER && scanner.frame(at) && FooterBody.isWhole(scanner.buffer(), scanner.index())) {
                return FooterBody.decode(scanner.buffer(), scanner.index());
            }
        }
        return null;
    }

    private static long mostRecordsIn(long bytes) {
        return Math.max(0, bytes - FrameHeader.BYTES) / RecordHead.BYTES;
    }
}
