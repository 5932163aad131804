package dev.ringwal.log.repair;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The salts of a log's segments, without which no frame can be told from chance bytes: each from its file's own header, and where that
 * does not verify, from what other segments and the state page attest of it.
 */
final class Salts {

    private final Map<Long, Long> attested = new HashMap<>();

    /** By number: every segment file of which the salt is known. */
    private final TreeMap<Long, Long> known = new TreeMap<>();

    private Salts() {
    }

    /** @param firstSegment those below were trimmed */
    static TreeMap<Long, Long> of(Storage storage, @Nullable StateSlot state) throws IOException {
        Salts salts = new Salts();
        TreeMap<Long, Boolean> numbers = new TreeMap<>();
        for (String name : storage.list()) {
            OptionalLong number = SegmentName.parse(name);
            if (number.isPresent() && (state == null || number.getAsLong() >= state.firstSegment)) {
                numbers.put(number.getAsLong(), salts.readHeader(storage, number.getAsLong()));
            }
        }
        if (state != null) {
            salts.note(state.attested());
        }
        for (long number : salts.known.keySet()) {
            salts.noteWitnesses(storage, number);
        }
        numbers.forEach((number, hasHeader) -> {
            Long salt = salts.attested.get(number);
            if (!hasHeader && salt != null) {
                salts.known.put(number, salt);
            }
        });
        return salts.known;
    }

    private boolean readHeader(Storage storage, long number) throws IOException {
        try {
            known.put(number, SegmentHead.read(storage, number).salt());
            return true;
        } catch (CorruptLogException damaged) {
            return false;
        }
    }

    /** The first frames of a segment attest the end of the one before. */
    private void noteWitnesses(Storage storage, long number) throws IOException {
        String name = SegmentName.of(number);
        try (StorageFile file = storage.openForReading(name)) {
            FrameScanner scanner = new FrameScanner(file, name, known.get(number));
            if (scanner.frame(SegmentHeader.BYTES)) {
                note(scanner.attested());
                if (scanner.kind() == FrameHeader.START) {
                    note(StartBody.decode(scanner.buffer(), scanner.index()).before());
                }
            }
        }
    }

    private void note(Place place) {
        attested.put(place.segment(), place.salt());
    }
}
