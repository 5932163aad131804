package dev.ringwal.log.segment;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The salts of a log's segments, without which no frame can be told from chance bytes: each from its file's own header, unless another
 * segment or the state page attests another one; then the file is a stranger's, or its header is damaged.
 */
public final class Salts {

    private final Storage storage;
    private final @Nullable StateSlot state;

    /** What the files' own headers say; null where one does not verify. */
    private final TreeMap<Long, @Nullable SegmentHeader> headers = new TreeMap<>();
    private final Map<Long, Long> attested = new HashMap<>();

    private Salts(Storage storage, @Nullable StateSlot state) {
        this.storage = storage;
        this.state = state;
    }

    /** By number, of every segment file that is not trimmed; null where nothing says which salt it has. */
    public static NavigableMap<Long, @Nullable Long> of(Storage storage, @Nullable StateSlot state) throws IOException {
        Salts salts = new Salts(storage, state);
        salts.readHeaders();
        if (state != null) {
            salts.note(state.attested());
        }
        for (Map.Entry<Long, @Nullable SegmentHeader> file : salts.headers.entrySet()) {
            SegmentHeader header = file.getValue();
            if (header != null && salts.isOfTheLog(header)) {
                salts.noteWitnesses(file.getKey(), header.salt());
            }
        }
        return salts.decide();
    }

    private void readHeaders() throws IOException {
        for (String name : storage.list()) {
            OptionalLong number = SegmentName.parse(name);
            if (number.isPresent() && (state == null || number.getAsLong() >= state.firstSegment)) {
                headers.put(number.getAsLong(), header(number.getAsLong()));
            }
        }
    }

    private @Nullable SegmentHeader header(long number) throws IOException {
        try {
            return SegmentHead.read(storage, number).header();
        } catch (CorruptLogException damaged) {
            return null;
        }
    }

    /** The state page says which log it is; without one, the last segment with a header. */
    private boolean isOfTheLog(SegmentHeader header) {
        long high = header.logIdHigh();
        long low = header.logIdLow();
        if (state != null) {
            return high == state.logIdHigh && low == state.logIdLow;
        }
        for (SegmentHeader last : headers.descendingMap().values()) {
            if (last != null) {
                return high == last.logIdHigh() && low == last.logIdLow();
            }
        }
        return false;
    }

    /** The beginning of a segment attests the end of the one before. */
    private void noteWitnesses(long number, long salt) throws IOException {
        String name = SegmentName.of(number);
        try (StorageFile file = storage.openForReading(name)) {
            FrameScanner scanner = new FrameScanner(file, name, salt);
            if (scanner.frame(SegmentHeader.BYTES)) {
                note(scanner.attested());
                if (scanner.kind() == FrameHeader.START && StartBody.isKnown(scanner.buffer(), scanner.index())) {
                    note(StartBody.decode(scanner.buffer(), scanner.index()).before());
                }
            }
        }
    }

    private void note(Place place) {
        attested.put(place.segment(), place.salt());
    }

    private NavigableMap<Long, @Nullable Long> decide() {
        NavigableMap<Long, @Nullable Long> salts = new TreeMap<>();
        headers.forEach((number, header) -> {
            Long said = attested.get(number);
            salts.put(number, said != null ? said : header != null && isOfTheLog(header) ? (Long) header.salt() : null);
        });
        return salts;
    }
}
