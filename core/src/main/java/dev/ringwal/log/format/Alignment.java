package dev.ringwal.log.format;

/** Sizes that everything on disk is a multiple of. */
public final class Alignment {

    /** Segment header, footer and {@code state} are one page each. */
    public static final int PAGE_BYTES = 4096;

    /** Frames begin at multiples of this. */
    public static final int FRAME_ALIGNMENT_BYTES = 8;

    private Alignment() {
    }

    public static long toFrame(long offset) {
        return (offset + FRAME_ALIGNMENT_BYTES - 1) & -FRAME_ALIGNMENT_BYTES;
    }

    public static int toFrame(int bytes) {
        return (bytes + FRAME_ALIGNMENT_BYTES - 1) & -FRAME_ALIGNMENT_BYTES;
    }

    public static long toPage(long offset) {
        return (offset + PAGE_BYTES - 1) & -PAGE_BYTES;
    }

    public static boolean isPage(long offset) {
        return (offset & (PAGE_BYTES - 1)) == 0;
    }
}
