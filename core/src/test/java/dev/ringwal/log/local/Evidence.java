package dev.ringwal.log.local;

import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What an undamaged disk says of how far its log was synced: who attests which record. Read from the documented layout alone, so that it
 * knows nothing that recovery might get wrong. For logs without void frames.
 */
final class Evidence {

    private static final int HEADER_BYTES = 4096;

    /** That the file, with these bytes of it intact, attests the place. */
    private record Witness(String file, long begin, long end, Place attested) {

        boolean isOutside(String other, long from, long to) {
            return !file.equals(other) || end <= from || begin >= to;
        }
    }

    /** A frame's end, and the last record before it. */
    private record End(Place place, long lastSequence) {
    }

    private final List<Witness> witnesses = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private final TreeSet<Long> batchEnds = new TreeSet<>(List.of(-1L));

    Evidence(MemoryStorage disk) {
        try {
            disk.list().stream().filter(name -> name.endsWith(".seg")).sorted().forEach(name -> take(name, disk.contents(name)));
            byte[] state = disk.contents(LogFixture.STATE);
            witnesses.add(new Witness(LogFixture.STATE, 0, state.length, DocumentedLayout.stated(state)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String name, byte[] segment) {
        long salt = DocumentedLayout.saltOf(segment);
        for (Seen frame : DocumentedLayout.frames(segment)) {
            witnesses.add(new Witness(name, frame.offset(), frame.end(), frame.attested()));
            ends.add(new End(new Place(numberOf(name), salt, frame.end()), frame.lastSequence()));
            if (!frame.more()) {
                batchEnds.add(frame.lastSequence());
            }
        }
    }

    /** The last record that something attests which lies outside of the bytes. */
    long attestedWithout(String file, long begin, long end) {
        return witnesses.stream()
                .filter(witness -> witness.isOutside(file, begin, end))
                .mapToLong(witness -> lastBefore(witness.attested)).max().orElse(-1);
    }

    /** Whether something that lies outside of a segment's bytes attests more than what stands before them; its name attests its header. */
    boolean attestsBeyond(String segment, long begin, long end) {
        Place damaged = new Place(numberOf(segment), 0, begin);
        return begin < HEADER_BYTES || witnesses.stream()
                .anyMatch(witness -> witness.isOutside(segment, begin, end) && witness.attested.compareTo(damaged) > 0);
    }

    private static long numberOf(String segment) {
        return Long.parseLong(segment.substring(0, 20));
    }

    private long lastBefore(Place place) {
        return ends.stream().filter(end -> end.place.compareTo(place) <= 0).mapToLong(End::lastSequence).max().orElse(-1);
    }

    boolean isBatchEnd(long sequence) {
        return batchEnds.contains(sequence);
    }

    /** The last record that stands anywhere, in whole batches. */
    long lastRecoverable() {
        return batchEnds.last();
    }
}
