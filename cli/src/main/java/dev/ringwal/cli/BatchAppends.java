package dev.ringwal.cli;

import dev.ringwal.Appender;
import dev.ringwal.Batch;
import dev.ringwal.Topic;
import dev.ringwal.cli.stream.Window;
import java.nio.ByteBuffer;

/** So many lines are one atomic append; at the end of the input, those that are left. */
final class BatchAppends implements LineSink {

    private final Appender<Batch> appender;
    private final Batch batch;
    private final Topic topic;
    private final int batchRecords;
    private final Window window;
    private final Tally tally;

    BatchAppends(Appender<Batch> appender, Batch batch, Topic topic, int batchRecords, Window window, Tally tally) {
        this.appender = appender;
        this.batch = batch;
        this.topic = topic;
        this.batchRecords = batchRecords;
        this.window = window;
        this.tally = tally;
    }

    @Override
    public void add(ByteBuffer line) {
        batch.add(topic, line);
        if (batch.size() == batchRecords) {
            append();
        }
    }

    @Override
    public void end() {
        if (batch.size() > 0) {
            append();
        }
    }

    private void append() {
        int records = batch.size();
        if (window.enter(records)) {
            tally.append(appender, batch, records, batch.payloadBytes());
        }
    }
}
