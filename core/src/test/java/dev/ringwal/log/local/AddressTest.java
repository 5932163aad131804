package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Address;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading where an address says, and elsewhere where it is right no longer. */
class AddressTest {

    private final LogFixture log = LogFixture.open();

    @Test
    void readByAddressIsOnePositionalRead() {
        for (int i = 0; i < 40; i++) {
            log.append(LogFixture.text(i, 900), LogFixture.text(i, 10));
        }
        List<Address> addresses = addresses();
        assertEquals(80, addresses.size());
        try (LogReader reader = log.reader(0)) {
            for (Address address : addresses) {
                int[] reads = {0};
                log.disk().onOperation((operation, name) -> reads[0] += operation == Operation.READ ? 1 : 0);
                reader.seek(address);
                assertTrue(reader.next());
                assertEquals(address.sequence(), reader.sequence());
                assertEquals(1, reads[0], address.toString());
            }
        }
    }

    @Test
    void goesOnBehindTheRecord() {
        log.append("a", "b").append("c");
        try (LogReader reader = log.reader(0)) {
            reader.seek(addresses().get(1));
            assertEquals(List.of("b", "c"), LogFixture.drain(reader));
        }
    }

    @Test
    void movedRecordIsFoundByItsSequence() {
        log.append("a").appendUnsynced("b");
        List<Address> before = addresses();
        log.restoreState(new byte[4096]).powerCut(Unsynced.KEPT).reopen();
        assertTrue(log.report().recordsCopied() > 0);

        try (LogReader reader = log.reader(0)) {
            for (Address address : before) {
                reader.seek(address);
                assertTrue(reader.next());
                assertEquals(address.sequence(), reader.sequence());
            }
        }
    }

    @Test
    void addressThatIsWrongIsOnlyASequence() {
        for (int i = 0; i < 30; i++) {
            log.append(LogFixture.text(i, 800));
        }
        Random random = new Random(5);
        try (LogReader reader = log.reader(0)) {
            for (int i = 0; i < 300; i++) {
                long sequence = random.nextInt(30);
                long offset = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(20_000);
                reader.seek(new Address(sequence, random.nextInt(4) - 1, offset, random.nextInt(5) - 1));
                assertTrue(reader.next());
                assertEquals(LogFixture.text(sequence, 800), LogFixture.text(reader));
            }
        }
    }

    @Test
    void trimmedOneIsGone() {
        log.append("a").roll().roll();
        Address first = addresses().get(0);
        log.trimBefore(log.store().writtenSequence());
        try (LogReader reader = log.reader(log.store().firstSequence())) {
            reader.seek(first);
            assertThrows(RecordGoneException.class, reader::next);
        }
    }

    /** As the files say. */
    private List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        for (String segment : log.segments()) {
            for (Seen frame : log.frames(segment)) {
                for (int i = 0; i < frame.payloads().size(); i++) {
                    addresses.add(new Address(frame.firstSequence() + i, Long.parseLong(segment.substring(0, 20)), frame.offset(), i));
                }
            }
        }
        return addresses;
    }
}
