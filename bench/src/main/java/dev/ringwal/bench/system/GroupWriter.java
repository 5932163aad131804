package dev.ringwal.bench.system;

import java.io.IOException;
import java.util.List;

/** Writes groups of records, one after the other, on one thread. */
public interface GroupWriter {

    /** Returns when they are as durable as the system was opened for. */
    void write(List<byte[]> group) throws IOException;
}
