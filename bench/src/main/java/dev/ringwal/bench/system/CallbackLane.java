package dev.ringwal.bench.system;

import dev.ringwal.AppendCallback;
import dev.ringwal.Appender;
import dev.ringwal.log.LogException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One callback for all records of the producer: the path that allocates nothing. */
final class CallbackLane implements Lane, AppendCallback {

    private final Appender<byte[]> appender;
    private final Window window = new Window();

    CallbackLane(Appender<byte[]> appender) {
        this.appender = appender;
    }

    @Override
    public void appendAndWait(byte[] payload) throws IOException {
        window.enter();
        appender.append(payload);
        window.complete(1);
    }

    @Override
    public void append(byte[] payload) throws IOException {
        window.enter();
        appender.append(payload, this);
    }

    @Override
    public void onCompletion(long sequence, @Nullable LogException failure) {
        if (failure == null) {
            window.complete(1);
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
