package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** Chronicle Queue with one appender, which syncs once for each group. Without {@link SyncMode#SYNC} its sync would do nothing. */
final class ChronicleQueuePeer extends Grouped {

    private final Path directory;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Bytes<ByteBuffer> buffer;

    ChronicleQueuePeer(Path directory, Settings settings) {
        super(settings);
        this.directory = directory;
        queue = SingleChronicleQueueBuilder.binary(directory).syncMode(isSynced() ? SyncMode.SYNC : SyncMode.NONE).build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true); // one thread at a time, not always the same
        buffer = Bytes.elasticByteBuffer(settings.payloadBytes());
        buffer.singleThreadedCheckDisabled(true);
    }

    @Override
    void write(List<byte[]> group) {
        for (byte[] payload : group) {
            buffer.clear();
            buffer.write(payload);
            appender.writeBytes(buffer);
        }
        if (isSynced()) {
            appender.sync();
        }
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) {
        Bytes<ByteBuffer> read = Bytes.elasticByteBuffer();
        long records = 0;
        try (ExcerptTailer tailer = queue.createTailer()) {
            while (tailer.readBytes(read)) {
                ByteBuffer bytes = read.underlyingObject();
                bytes.limit((int) read.readLimit()).position((int) read.readPosition());
                payload.accept(bytes);
                bytes.clear();
                read.clear();
                records++;
            }
        } finally {
            read.releaseLast();
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        super.close();
        appender.close();
        queue.close();
        buffer.releaseLast();
        Directories.delete(directory);
    }
}
