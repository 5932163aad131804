package dev.ringwal.log.format;

/**
 * A byte place in the log: the segment's number, its salt (so that a file that merely has the number is not mistaken for it), and
 * the offset inside it. Places of one history are ordered by segment, then offset.
 */
public record Place(long segment, long salt, long offset) implements Comparable<Place> {

    /** Before everything: what a log without a segment attests, and where its first segment says that the log before it ends. */
    public static final Place NONE = new Place(-1, 0, 0);

    /** The same segment at another offset. */
    public Place at(long newOffset) {
        return new Place(segment, salt, newOffset);
    }

    public boolean isIn(long otherSegment, long otherSalt) {
        return segment == otherSegment && salt == otherSalt;
    }

    @Override
    public int compareTo(Place other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }
}
