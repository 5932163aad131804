package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Address;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Appends that say where their record is. */
class AddressedTest {

    @TempDir
    Path directory;

    private WriteAheadLog open(ThreadLayout layout) {
        return WriteAheadLog.builder(directory.resolve("log")).segmentBytes(16 * 1024).threadLayout(layout).open();
    }

    @ParameterizedTest
    @EnumSource(ThreadLayout.class)
    void everyFormSaysWhereItsRecordIs(ThreadLayout layout) {
        List<Address> addresses = new ArrayList<>();
        try (WriteAheadLog log = open(layout)) {
            Topic topic = log.topic("orders");
            List<CompletableFuture<Address>> futures = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                futures.add(switch (i % 4) {
                    case 0 -> log.appendAddressed(record(i));
                    case 1 -> topic.appendAddressed(record(i));
                    case 2 -> log.buffers(Durability.WRITTEN).appendAddressed(ByteBuffer.wrap(record(i)));
                    default -> log.batches(Durability.SYNCED).appendAddressed(log.newBatch().add(record(i)));
                });
            }
            log.sync();
            for (int i = 0; i < futures.size(); i++) {
                Address address = Logs.get(futures.get(i));
                assertEquals(i, address.sequence());
                assertArrayEquals(record(i), log.read(address));
                addresses.add(address);
            }
            assertTrue(addresses.get(199).segment() > addresses.get(0).segment(), "it has rolled");
        }
        try (WriteAheadLog log = open(layout); LogReader reader = log.reader(0)) {
            for (Address address : addresses) {
                assertArrayEquals(record((int) address.sequence()), log.read(address));
                reader.seek(address);
                assertTrue(reader.next());
                assertEquals(address.sequence(), reader.sequence());
            }
        }
    }

    @Test
    void batchSaysWhereItsLastRecordIs() {
        try (WriteAheadLog log = open(ThreadLayout.ONE)) {
            Batch batch = log.newBatch();
            for (int i = 0; i < 30; i++) {
                batch.add(record(i));
            }
            Address address = Logs.get(log.batches(Durability.SYNCED).appendAddressed(batch));
            assertEquals(29, address.sequence());
            assertArrayEquals(record(29), log.read(address));
        }
    }

    @Test
    void failsAsEveryAppendDoes() {
        WriteAheadLog log = open(ThreadLayout.ONE);
        log.close();
        Logs.failure(LogClosedException.class, log.appendAddressed(new byte[1]));
        try (WriteAheadLog again = open(ThreadLayout.ONE)) {
            assertThrows(NoSuchElementException.class, () -> again.read(new Address(5, 0, 0, 0)));
            assertThrows(IllegalArgumentException.class, () -> again.read(new Address(-1, 0, 0, 0)));
        }
    }

    private static byte[] record(int i) {
        return ("record " + i + " " + "x".repeat(i % 7 * 200)).getBytes(UTF_8);
    }
}
