package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringwal.log.Durability;
import dev.ringwal.log.EncoderFailedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LowMemoryTest {

    @TempDir
    private Path directory;

    /** The process. */
    static final class LargeRecords {

        public static void main(String[] args) {
            try (WriteAheadLog log = WriteAheadLog.builder(Path.of(args[0])).recordLimitBytes(64 << 20).open()) {
                assertEquals(0, log.append(new byte[10]));
                fails(() -> log.append(new byte[40 << 20]));
                fails(() -> log.withBufferEncoder((Integer bytes, ByteBuffer out) -> out.put(new byte[bytes]), Durability.SYNCED)
                        .append(40 << 20));
                assertEquals(1, log.append(new byte[10]));
            }
        }

        private static void fails(Runnable append) {
            Throwable failure = assertThrows(EncoderFailedException.class, append::run);
            assertInstanceOf(OutOfMemoryError.class, failure.getCause());
        }
    }

    @Test
    void anAppendWithoutDirectMemoryForItFailsAndTheLogGoesOn() throws Exception {
        Forked.run(LargeRecords.class, directory, "-XX:MaxDirectMemorySize=16m", "-Xmx256m");
    }
}
