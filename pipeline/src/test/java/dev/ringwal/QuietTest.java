package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process sees that uses the library with byte records and no flags. */
@Timeout(120)
class QuietTest {

    @TempDir
    private Path directory;

    /** The process. */
    static final class ByteRecords {

        public static void main(String[] args) {
            try (WriteAheadLog log = WriteAheadLog.open(Path.of(args[0]))) {
                log.append(Logs.bytes("a"));
                log.append(ByteBuffer.allocateDirect(5000));
                log.appendAsync(log.newBatch().add(new byte[1]).addWithBufferEncoder(1, (value, out) -> out.putInt(value)));
                log.withBufferEncoder((Integer value, ByteBuffer out) -> out.putInt(value), Durability.WRITTEN).append(1);
                log.append(new byte[1], (sequence, failure) -> {
                    throw new IllegalStateException();
                });
                log.read(0);
            }
        }
    }

    @Test
    void nothingIsPrinted() throws Exception {
        assertEquals("", Forked.run(ByteRecords.class, directory));
    }

    @Test
    void chronicleIsNotLoaded() throws Exception {
        String loaded = Forked.run(ByteRecords.class, directory, "-verbose:class");
        assertTrue(loaded.contains("dev.ringwal.EncodeStage"));
        assertEquals(List.of(), loaded.lines().filter(line -> line.contains("openhft")).toList());
    }
}
