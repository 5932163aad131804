package dev.ringwal.log.repair;

import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.RecordHead;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Copies records into another log: what was atomic together stays so. One thread, one use. */
final class Salvage implements LogStore.Listener {

    private static final int FIRST_BYTES = 64 * 1024;
    private static final int GROUP_BYTES = 256 * 1024;

    private final LogStore to;
    private final Group group = new Group(GROUP_BYTES);
    private ByteBuffer unit = buffer(FIRST_BYTES);
    private int unitRecords;
    private volatile @Nullable Throwable failure;

    Salvage(LogStore to) {
        this.to = to;
        to.start(this);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns when all is durable there. */
    void copy(RemainsReader from) {
        while (from.next()) {
            add(from.payload(), from.topic());
            if (from.endsUnit()) {
                flush();
            }
        }
        to.sync();
        checkSound();
    }

    private void add(ByteBuffer payload, String topic) {
        int bytes = RecordHead.BYTES + RecordHead.TOPIC_BYTES + payload.remaining();
        if (unit.remaining() < bytes) {
            unit = buffer(Math.addExact(2 * unit.capacity(), bytes)).put(unit.flip());
        }
        int number = topic.isEmpty() ? RecordHead.DEFAULT_TOPIC : to.topic(topic);
        unit.position(RecordHead.put(unit, unit.position(), payload.remaining(), number)).put(payload);
        unitRecords++;
    }

    private void flush() {
        unit.flip();
        long payloadBytes = unit.remaining() - (long) unitRecords * RecordHead.BYTES;
        if (!group.fits(unitRecords, payloadBytes)) {
            group.grow(unitRecords, payloadBytes);
        }
        group.addBatch(unit, unitRecords);
        group.complete();
        to.take(group);
        group.clear();
        unit.clear();
        unitRecords = 0;
        checkSound();
    }

    /** Also when the log is closed: its preparing thread may tell of a failure behind the last sync. */
    void checkSound() {
        Throwable cause = failure;
        if (cause != null) {
            throw new LogFailedException(cause, Outcome.UNKNOWN);
        }
    }

    @Override
    public void written(long lastSequence, long mark) {
        // Durable is what counts.
    }

    @Override
    public void durable(long lastSequence, long mark) {
        // Known when the sync returns.
    }

    @Override
    public void released(Group released) {
        // It is filled again when take has returned.
    }

    @Override
    public void trimmed(long firstSequence) {
    }

    @Override
    public void notTrimmed(Exception cause) {
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
    }
}
