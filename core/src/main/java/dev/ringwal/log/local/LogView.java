package dev.ringwal.log.local;

import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.Segments;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How far a reader may look. Any thread. */
interface LogView {

    /** The last record that may be delivered. */
    long durableSequence();

    /** The log's segments; has every one in which a record that may be delivered lies. */
    Segments segments();

    /** The same for who has met a file that is not there or does not verify: it may have been trimmed, and used again, meanwhile. */
    Segments segmentsNow() throws IOException;

    /** The attested position, the last record before it, and what else the state page says, all of one moment; the caller's to change. */
    StateSlot attestedState() throws IOException;

    /** The name of the topic of a record that may be delivered; null when the log has none, which is damage. */
    @Nullable String topicName(int number);

    /** The name that the state knows, empty for the default topic. */
    static @Nullable String nameOf(int number, ControlState control) {
        return number == RecordHead.DEFAULT_TOPIC ? "" : control.topicName(number);
    }

    /**
     * Waits until the record may be delivered, or no longer than told, or until interrupted, or until nothing more will come, or until there
     * is a newer truncation than that, as {@link dev.ringwal.log.segment.Cuts#newest} counts them. Whether it may be delivered.
     */
    boolean await(long sequence, long nanos, long knownCut);

    /** Throws the cause, when nothing beyond the durable sequence will ever come. */
    void checkGoesOn();
}
