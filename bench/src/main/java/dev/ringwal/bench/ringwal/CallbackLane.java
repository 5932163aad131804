package dev.ringwal.bench.ringwal;

import dev.ringwal.AppendCallback;
import dev.ringwal.Appender;
import dev.ringwal.Batch;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.Window;
import dev.ringwal.log.LogException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One callback for all records of the producer, which go to each topic in turn: the path that allocates nothing. */
final class CallbackLane implements Lane, AppendCallback {

    private final Appender<byte[]>[] topics;
    private int topic;
    private final Appender<Batch> batches;
    private final Batch batch;
    private final Window window;

    /** @param first which topic comes first */
    @SuppressWarnings("unchecked") // there are no arrays of generic types
    CallbackLane(WriteAheadLog log, List<Appender<byte[]>> topics, int first, Settings settings, CompletionListener listener) {
        this.topics = topics.toArray(Appender[]::new);
        topic = first;
        batches = log.batches(settings.durability());
        batch = log.newBatch();
        window = new Window(settings.inFlight(), listener);
    }

    @Override
    public void appendAndWait(byte[] payload) throws IOException {
        window.enter();
        next().append(payload);
        window.complete(1);
    }

    @Override
    public void append(byte[] payload) throws IOException {
        window.enter();
        next().append(payload, this);
    }

    private Appender<byte[]> next() {
        topic = topic + 1 < topics.length ? topic + 1 : 0;
        return topics[topic];
    }

    @Override
    public void appendBatch(byte[][] payloads) throws IOException {
        for (byte[] payload : payloads) {
            batch.add(payload);
        }
        window.enter(payloads.length);
        batches.append(batch, (last, failure) -> complete(payloads.length, failure));
    }

    @Override
    public void onCompletion(long sequence, @Nullable LogException failure) {
        complete(1, failure);
    }

    private void complete(int records, @Nullable LogException failure) {
        if (failure == null) {
            window.complete(records);
        } else {
            window.fail(failure);
        }
    }

    @Override
    public void drain() throws IOException {
        window.drain();
    }

    @Override
    public long completed() {
        return window.completed();
    }
}
