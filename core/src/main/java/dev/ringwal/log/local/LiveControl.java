package dev.ringwal.log.local;

import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.segment.ControlScan;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;

/** Names and positions of a log that another process writes: found in its last segment, up to a place that is attested. One thread at a time. */
final class LiveControl {

    private final Storage storage;
    private Place place = Place.NONE;
    private ControlState state = new ControlState();

    LiveControl(Storage storage) {
        this.storage = storage;
    }

    /** As found last. */
    ControlState known() {
        return state;
    }

    /** Those up to the place; reads the segment up to there, unless that was done before. */
    ControlState upTo(Place attested) throws IOException {
        if (!attested.equals(place)) {
            String name = SegmentName.of(attested.segment());
            try (StorageFile file = storage.openForReading(name)) {
                FrameScanner scanner = new FrameScanner(file, name, attested.salt());
                state = new ControlScan(scanner, name).upTo(attested.offset());
            }
            place = attested;
        }
        return state;
    }
}
