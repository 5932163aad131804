package dev.ringwal.fuzz;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.IndexCache;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.segment.TailScan;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;

/** One segment: its head, its frames from the front and wherever one may stand, its footer and index. */
public final class FrameFuzzer {

    private static final String NAME = SegmentName.of(0);

    private FrameFuzzer() {
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        MemoryStorage disk = new MemoryStorage(1);
        disk.put(NAME, new Forge().segment(0, Forge.SALT, new Input(data)));
        try {
            SegmentHead head = SegmentHead.read(disk, 0);
            try (StorageFile file = disk.openForReading(NAME)) {
                FrameScanner scanner = new FrameScanner(file, NAME, head.salt());
                if (head.start() != null) {
                    new TailScan(scanner, head, head.start(), Long.MAX_VALUE).run().evidenceBehind();
                }
                scanEverywhere(scanner);
                Segment segment = new Segment(0, head.salt(), 0, 0, file.length());
                segment.offsetNear(data.length, scanner, new IndexCache());
            }
        } catch (CorruptLogException | NewerFormatException documented) {
            // Damage may be told so.
        }
    }

    private static void scanEverywhere(FrameScanner scanner) throws IOException {
        long at = scanner.findHeader(SegmentHeader.BYTES);
        while (at >= 0) {
            at = scanner.frame(at) ? scanner.findHeader(scanner.nextOffset()) : scanner.findHeader(at + 1);
        }
    }
}
