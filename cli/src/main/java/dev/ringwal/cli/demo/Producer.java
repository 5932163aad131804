package dev.ringwal.cli.demo;

import dev.ringwal.AppendCallback;
import dev.ringwal.Appender;
import dev.ringwal.cli.stream.Window;
import dev.ringwal.log.LogException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Appends its orders one after the other, so many under way at a time, and reports each acknowledgement. */
final class Producer implements Runnable, AppendCallback {

    /** A power of two. */
    private static final int IN_FLIGHT = 512;

    private final int id;
    private final Appender<ByteBuffer> log;
    private final Reports reports;
    private final Consumer<Throwable> failed;
    private final Orders orders = new Orders();
    private final Window window = new Window(IN_FLIGHT);
    /** Of the order with this number, modulo the window: completions come in the order of the appends. */
    private final long[] startNanos = new long[IN_FLIGHT];
    /** Of the completing thread. */
    private long acknowledged;

    Producer(int id, Appender<ByteBuffer> log, Reports reports, Consumer<Throwable> failed) {
        this.id = id;
        this.log = log;
        this.reports = reports;
        this.failed = failed;
    }

    @Override
    public void run() {
        try {
            for (long number = 0; window.enter(1); number++) {
                ByteBuffer order = orders.order(id, number);
                startNanos[(int) number & IN_FLIGHT - 1] = System.nanoTime();
                log.append(order, this);
            }
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        }
    }

    @Override
    public void onCompletion(long sequence, @Nullable LogException failure) {
        if (failure != null) {
            failed.accept(failure);
            return;
        }
        long now = System.nanoTime();
        long latencyNanos = now - startNanos[(int) acknowledged++ & IN_FLIGHT - 1];
        try {
            reports.acknowledged(sequence, id, latencyNanos, now);
        } catch (RuntimeException e) {
            failed.accept(e); // the witness is gone
        }
        window.leave(1);
    }
}
