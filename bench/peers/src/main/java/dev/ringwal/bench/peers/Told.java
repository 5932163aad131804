package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Window;
import java.io.IOException;

/** A way into a system that tells of each record when it is complete. */
final class Told implements Lane {

    /** Hands in one record. */
    interface Entrance {
        void enter(byte[] payload) throws IOException;
    }

    private final Window window;
    private final Entrance entrance;

    Told(Window window, Entrance entrance) {
        this.window = window;
        this.entrance = entrance;
    }

    @Override
    public void appendAndWait(byte[] payload) throws IOException {
        append(payload);
        drain();
    }

    @Override
    public void append(byte[] payload) throws IOException {
        window.enter();
        entrance.enter(payload);
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
