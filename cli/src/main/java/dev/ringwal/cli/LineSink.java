package dev.ringwal.cli;

import java.nio.ByteBuffer;

/** Where lines go. For one thread. */
interface LineSink {

    /** Takes a line, valid until the call returns; drops it when the window is closed. */
    void add(ByteBuffer line);

    /** There are no more lines. */
    void end();
}
