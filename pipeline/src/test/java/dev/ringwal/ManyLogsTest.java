package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ManyLogsTest {

    private static final int LOGS = 1000;
    private static final int OPENERS = 10;

    @TempDir
    private Path directory;

    /** Syncs of several files at once cost a disk less than one after the other. */
    private static List<WriteAheadLog> openAll(LogRoot root) {
        List<CompletableFuture<List<WriteAheadLog>>> openers = new ArrayList<>();
        for (int first = 0; first < LOGS; first += LOGS / OPENERS) {
            List<String> keys = IntStream.range(first, first + LOGS / OPENERS).mapToObj(i -> "log/" + i).toList();
            openers.add(Logs.elsewhere(() -> keys.stream().map(root::open).toList()));
        }
        return openers.stream().map(CompletableFuture::join).flatMap(List::stream).toList();
    }

    @Test
    void aThousandLogsAreOpenAtOnceWithAThreadEach() {
        List<WriteAheadLog> logs;
        try (LogRoot root = LogRoot.open(directory)) {
            logs = openAll(root);
            List<CompletableFuture<Long>> appends = new ArrayList<>();
            for (int i = 0; i < LOGS; i++) {
                appends.add(logs.get(i).appendAsync(Logs.bytes("record " + i)));
            }
            appends.forEach(append -> assertEquals(0, Logs.get(append)));
            for (int i = 0; i < LOGS; i++) {
                assertArrayEquals(Logs.bytes("record " + i), logs.get(i).read(0));
            }
            assertEquals(LOGS, Logs.logThreads().count()); // nothing was to be prepared
            assertEquals(LOGS, root.keys().size());
        }
        logs.forEach(log -> assertEquals(LogState.CLOSED, log.state()));
    }
}
