package dev.ringwal.log.segment;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.FooterBody;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.SegmentHeader;
import java.io.IOException;

/** What the control entries of a segment, its start's included, come to. One thread. */
public final class ControlScan {

    private final FrameScanner scanner;
    private final String name;
    private final ControlState state = new ControlState();

    public ControlScan(FrameScanner scanner, String name) {
        this.scanner = scanner;
        this.name = name;
    }

    /**
     * The state at the offset, at which a frame ends that stands before the segment's end. All frames before it must verify; reads them,
     * or, where a footer ends there, that and the one frame that it names.
     */
    public ControlState upTo(long offset) throws IOException {
        FooterBody footer = Segment.readFooter(scanner, offset);
        scanner.jump();
        return footer == null ? walk(offset) : sealed(footer);
    }

    private ControlState sealed(FooterBody footer) throws IOException {
        if (footer.controlOffset() != 0) {
            if (!scanner.frame(footer.controlOffset()) || scanner.kind() != FrameHeader.CONTROL) {
                throw new CorruptLogException(name, footer.controlOffset(), footer.lastSequence() + 1,
                        "the names and positions that the footer speaks of do not verify");
            }
            apply();
        }
        return state;
    }

    private ControlState walk(long offset) throws IOException {
        for (long at = SegmentHeader.BYTES; at < offset; at = scanner.nextOffset()) {
            if (!scanner.frame(at)) {
                throw new CorruptLogException(name, at, -1, "no frame that verifies, but names and positions up to offset " + offset
                        + " are wanted");
            }
            add();
        }
        return state;
    }

    /** What the segment's start, which must verify, repeats of the log before it. */
    public ControlState ofStart() throws IOException {
        if (scanner.frame(SegmentHeader.BYTES) && scanner.frame(scanner.nextOffset()) && scanner.kind() == FrameHeader.CONTROL) {
            apply();
        }
        return state;
    }

    /** Adds what the frame, at which the scanner stands, says. */
    public void add() {
        if (scanner.kind() == FrameHeader.CONTROL) {
            apply();
        } else if (scanner.kind() == FrameHeader.DATA && scanner.hasTopics() && !state.count(scanner.buffer(), scanner.index())) {
            throw new CorruptLogException(name, scanner.offset(), scanner.firstSequence(),
                    "a record's topic has no name, or the records do not fill their frame");
        }
    }

    private void apply() {
        if (!state.apply(ControlState.entries(scanner.buffer(), scanner.index()))) {
            throw new NewerFormatException(name + " has names or positions at offset " + scanner.offset() + " that a newer version wrote");
        }
    }

    /** What was added so far. */
    public ControlState state() {
        return state;
    }
}
