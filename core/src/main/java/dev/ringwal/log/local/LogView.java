package dev.ringwal.log.local;

import dev.ringwal.log.segment.Segments;

/** How far a reader may look. Any thread. */
interface LogView {

    /** The last record that may be delivered. */
    long durableSequence();

    /** The log's segments; has every one in which a record that may be delivered lies. */
    Segments segments();

    /** Waits until the record may be delivered, or no longer than told, or until interrupted, or until nothing more will come. */
    boolean await(long sequence, long nanos);

    /** Throws the cause, when nothing beyond the durable sequence will ever come. */
    void checkGoesOn();
}
