package dev.ringwal.examples;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, in a log: the index in memory says which record has a key's value, and is rebuilt by replaying. Compaction appends the
 * values once more that are still current and lie in front, and then trims what is in front.
 *
 * <p>A record is a key's length (4 bytes), the key in UTF-8, and the value; without a value, a byte 0 behind the key instead of 1, it says
 * that the key was removed. Any thread. What a method has changed is durable when it returns.
 */
public final class KeyedStore implements AutoCloseable {

    private static final byte REMOVED = 0;
    private static final byte VALUE = 1;

    private final WriteAheadLog log;
    private final Map<String, Long> index = new HashMap<>();

    /** The log is the store's from now on. */
    public KeyedStore(WriteAheadLog log) {
        this.log = log;
        try (LogReader reader = log.reader(log.firstSequence())) {
            while (reader.next()) {
                note(reader.payload(), reader.sequence());
            }
        }
    }

    private void note(ByteBuffer record, long sequence) {
        String key = key(record);
        if (record.get() == VALUE) {
            index.put(key, sequence);
        } else {
            index.remove(key);
        }
    }

    private static String key(ByteBuffer record) {
        byte[] key = new byte[record.getInt()];
        record.get(key);
        return new String(key, StandardCharsets.UTF_8);
    }

    private static byte[] record(String key, byte @Nullable [] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int valueBytes = value == null ? 0 : value.length;
        ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + keyBytes.length + 1 + valueBytes);
        record.putInt(keyBytes.length).put(keyBytes).put(value == null ? REMOVED : VALUE);
        return value == null ? record.array() : record.put(value).array();
    }

    /** In the log's order and the index's alike: both change together, or a replay would find another value than the index. */
    public synchronized void put(String key, byte[] value) {
        index.put(key, log.append(record(key, value)));
    }

    /** False when there was none. */
    public synchronized boolean remove(String key) {
        if (!index.containsKey(key)) {
            return false;
        }
        log.append(record(key, null));
        index.remove(key);
        return true;
    }

    public synchronized Optional<byte[]> get(String key) {
        Long sequence = index.get(key);
        if (sequence == null) {
            return Optional.empty();
        }
        ByteBuffer record = ByteBuffer.wrap(log.read(sequence));
        key(record);
        record.get();
        byte[] value = new byte[record.remaining()];
        record.get(value);
        return Optional.of(value);
    }

    public synchronized int size() {
        return index.size();
    }

    /**
     * Appends again what is current and lies before the middle of the log, and drops what then nobody needs there. A crash at any time
     * loses nothing: nothing is dropped before its copy is durable, and a copy says what the record said.
     *
     * <p>What was removed stays so: where a trim leaves an old value, it leaves the later record that removed it too.
     *
     * @return the first sequence that is left in the log
     */
    public synchronized long compact() {
        long middle = log.firstSequence() + (log.durableSequence() + 1 - log.firstSequence()) / 2;
        for (Map.Entry<String, Long> entry : index.entrySet()) {
            if (entry.getValue() < middle) {
                entry.setValue(log.append(log.read(entry.getValue())));
            }
        }
        return log.trimBefore(middle);
    }

    @Override
    public void close() {
        log.close();
    }
}
