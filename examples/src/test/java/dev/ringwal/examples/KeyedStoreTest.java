package dev.ringwal.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.WriteAheadLog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedStoreTest {

    @TempDir
    private Path directory;

    private KeyedStore open() {
        return new KeyedStore(WriteAheadLog.builder(directory).segmentBytes(16 * 1024).ringSize(64).open());
    }

    @Test
    void valuesAreThereAfterReopening() {
        try (KeyedStore store = open()) {
            store.put("a", "1".getBytes(UTF_8));
            store.put("b", "2".getBytes(UTF_8));
            store.put("a", "3".getBytes(UTF_8));
            assertTrue(store.remove("b"));
            assertFalse(store.remove("b"));
        }
        try (KeyedStore store = open()) {
            assertEquals(1, store.size());
            assertEquals("3", new String(store.get("a").orElseThrow(), UTF_8));
            assertEquals(Optional.empty(), store.get("b"));
        }
    }

    @Test
    void isAMapWhateverIsCompactedAndReopened() {
        long seed = 42;
        Random random = new Random(seed);
        Map<String, String> model = new HashMap<>();
        long first = 0;
        for (int life = 0; life < 6; life++) {
            try (KeyedStore store = open()) {
                requireSame(model, store);
                for (int i = 0; i < 400; i++) {
                    String key = "key " + random.nextInt(30);
                    if (random.nextInt(4) == 0) {
                        assertEquals(model.remove(key) != null, store.remove(key));
                    } else {
                        String value = "v".repeat(random.nextInt(300)) + i;
                        model.put(key, value);
                        store.put(key, value.getBytes(UTF_8));
                    }
                    if (random.nextInt(100) == 0) {
                        long left = store.compact();
                        assertTrue(left >= first);
                        first = left;
                    }
                }
                requireSame(model, store);
            }
        }
        assertTrue(first > 1000, "first " + first);
    }

    private static void requireSame(Map<String, String> model, KeyedStore store) {
        assertEquals(model.size(), store.size());
        model.forEach((key, value) -> assertEquals(value, new String(store.get(key).orElseThrow(), UTF_8), key));
    }
}
