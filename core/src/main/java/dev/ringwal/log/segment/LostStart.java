package dev.ringwal.log.segment;

import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a segment still says of the log in front of it when its start is damaged. Where recovery or a truncation had cut the log there, what
 * stands in older segments behind the cut must never come back. The state page says where the newest cut was. Of an older one, or without
 * that page, this is known by the start only: of records that were lost with it, as many as there was room for may be such as look sound
 * in front.
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
        return state == null ? byFrames(scanner, false) : byState(scanner, number, salt, state);
    }

    private static long byState(FrameScanner scanner, long number, long salt, StateSlot state) throws IOException {
        boolean isAttestedInto = state.attested().isIn(number, salt);
        boolean followsASealedOne = number > state.cutSegment && (isAttestedInto || state.attestedSegment > number);
        long byFrames = byFrames(scanner, followsASealedOne || number == state.cutSegment);
        return Math.min(byFrames, isAttestedInto ? Math.min(state.durableSequence, state.lastBelow(number)) : state.lastBelow(number));
    }

    private static long byFrames(FrameScanner scanner, boolean cutIsKnown) throws IOException {
        long sound = SegmentHeader.BYTES + StartBody.FRAME_BYTES;
        long at = scanner.findHeader(sound);
        while (at >= 0 && scanner.kind() != FrameHeader.DATA) {
            sound = at == sound ? scanner.nextOffset() : sound;
            at = scanner.findHeader(scanner.nextOffset());
        }
        if (at < 0) {
            return Long.MAX_VALUE;
        }
        return scanner.firstSequence() - 1 - (cutIsKnown ? 0 : mostRecordsIn(at - sound));
    }

    private static long mostRecordsIn(long bytes) {
        return Math.max(0, bytes - FrameHeader.BYTES) / RecordHead.BYTES;
    }
}
