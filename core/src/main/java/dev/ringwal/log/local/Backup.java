package dev.ringwal.log.local;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of what is durable, while a writer, in this process or another, may be at work. Segments that lie wholly before the attested
 * position never change again: they get a second name in the backup's directory, or are copied where that cannot be. Of the segment with
 * the position all before it is copied.
 *
 * <p>A trim may take a segment away meanwhile, and its file may be written again as another one. Not one that has a second name; and what
 * was copied counts only if the segment's name is there afterwards, as it goes before the file is used again. Else all begins anew.
 */
final class Backup {

    private static final int COPY_BYTES = 1024 * 1024;

    private final Storage from;
    private final LogView view;
    private final Storage to;
    private long copiedBytes;

    /** @param to empty */
    Backup(Storage from, LogView view, Storage to) {
        this.from = from;
        this.view = view;
        this.to = to;
    }

    /** Durable when it returns, but for the name of the directory. */
    BackupReport take() throws IOException {
        while (true) {
            long cut = newestCut();
            long first = firstSegment();
            StateSlot state = view.attestedState();
            try {
                BackupReport report = attempt(state);
                if (newestCut() == cut) {
                    return report;
                }
                // What was taken of segments that end earlier since need not fit together.
            } catch (NoSuchFileException missing) {
                if (view.attestedState().firstSegment == state.firstSegment && firstSegment() == first && newestCut() == cut) {
                    throw missing; // nobody trims or truncates: that is damage
                }
            }
            clear();
        }
    }

    /** The state page says it a little earlier. */
    private long firstSegment() throws IOException {
        Segments now = view.segmentsNow();
        return now.isEmpty() ? -1 : now.first().number();
    }

    private long newestCut() throws IOException {
        return view.segmentsNow().cuts().newest();
    }

    private BackupReport attempt(StateSlot state) throws IOException {
        Place end = state.attested();
        List<Segment> segments = upTo(end, view.segmentsNow());
        copiedBytes = 0;
        for (Segment segment : segments) {
            if (segment.number() == end.segment()) {
                copy(segment.name(), end.offset());
            } else {
                share(segment);
            }
        }
        to.syncDirectory();
        state.firstSegment = segments.isEmpty() ? end.segment() + 1 : segments.get(0).number();
        state.poisoned = false;
        state.pid = 0;
        LogFiles.writeState(to, state);
        to.create(LogFiles.LOCK).close();
        to.syncDirectory();
        long first = segments.isEmpty() ? state.durableSequence + 1 : segments.get(0).firstSequence();
        return new BackupReport(first, state.durableSequence, segments.size(), copiedBytes);
    }

    private static List<Segment> upTo(Place end, Segments live) throws NoSuchFileException {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < live.count() && live.get(i).number() <= end.segment(); i++) {
            segments.add(live.get(i));
        }
        if (end.segment() >= 0 && (segments.isEmpty() || !segments.get(segments.size() - 1).place(end.offset()).equals(end))) {
            throw new NoSuchFileException("the segment of the attested position", null, "it was trimmed meanwhile");
        }
        return segments;
    }

    private void share(Segment segment) throws IOException {
        try {
            from.linkTo(segment.name(), to);
        } catch (NoSuchFileException trimmed) {
            throw trimmed;
        } catch (FileSystemException | UnsupportedOperationException elsewhere) {
            copy(segment.name(), segment.end());
        }
    }

    private void copy(String name, long end) throws IOException {
        try (StorageFile source = from.openForReading(name); StorageFile target = to.create(name)) {
            ByteBuffer part = ByteBuffer.allocateDirect((int) Math.min(COPY_BYTES, end));
            for (long offset = 0; offset < end; offset += part.limit()) {
                part.clear().limit((int) Math.min(part.capacity(), end - offset));
                if (source.read(part, offset) < part.limit()) {
                    throw new EOFException(name + ": ends before " + end);
                }
                target.write(part.flip(), offset);
            }
            target.sync();
        }
        if (!from.exists(name)) {
            throw new NoSuchFileException(name, null, "it was trimmed meanwhile");
        }
        copiedBytes += end;
    }

    private void clear() throws IOException {
        for (String name : to.list()) {
            to.delete(name);
        }
    }
}
