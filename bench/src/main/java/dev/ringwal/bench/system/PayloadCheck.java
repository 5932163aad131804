package dev.ringwal.bench.system;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Looks at records as they are read: every byte must be as it was appended, and each producer's records must follow one another. Its
 * first record may be any, for what precedes it may have been trimmed. One thread.
 */
public final class PayloadCheck implements Consumer<ByteBuffer> {

    private static final int NOT_BEGUN = -1;

    private final ByteBuffer[][] expected;
    private final int[] next;

    public PayloadCheck(Payloads payloads) {
        expected = new ByteBuffer[payloads.producers()][];
        for (int producer = 0; producer < expected.length; producer++) {
            expected[producer] = Arrays.stream(payloads.of(producer)).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new);
        }
        next = new int[expected.length];
        Arrays.fill(next, NOT_BEGUN);
    }

    @Override
    public void accept(ByteBuffer payload) {
        int producer = payload.get(payload.position());
        if (producer < 0 || producer >= next.length) {
            throw new IllegalStateException("a record of producer " + producer + ", of which there are " + next.length);
        }
        int place = next[producer] == NOT_BEGUN ? begin(producer, payload) : next[producer];
        if (!expected[producer][place].equals(payload)) {
            throw new IllegalStateException("producer " + producer + ": not the record with payload " + place
                    + " which follows its last one");
        }
        next[producer] = place == expected[producer].length - 1 ? 0 : place + 1;
    }

    /** Whether the producer's last record was the last one that it appended, if any of its records was read. */
    public void requireEnd(int producer, long appended) {
        int place = (int) (appended % expected[producer].length);
        if (next[producer] != NOT_BEGUN && next[producer] != place) {
            throw new IllegalStateException("producer " + producer + ": the last record is the one before payload " + next[producer]
                    + ", appended were " + appended + ", up to the one before " + place);
        }
    }

    private int begin(int producer, ByteBuffer payload) {
        int place = Payloads.placeOf(payload);
        if (place >= expected[producer].length) {
            throw new IllegalStateException("producer " + producer + ": begins with payload " + place);
        }
        return place;
    }
}
