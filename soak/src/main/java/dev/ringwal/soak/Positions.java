package dev.ringwal.soak;

import dev.ringwal.log.Durability;
import dev.ringwal.log.format.ConsumerPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Where consumers must be: as far as was acknowledged, and nowhere where they never were. Each one's positions rise. */
final class Positions {

    /** One consumer: what it committed in this opening and before, how much of that is written, and durable. */
    private static final class Known {
        private final NavigableSet<Long> asked = new TreeSet<>();
        private long written;
        private long durable;
    }

    private final Map<String, Known> consumers = new HashMap<>();
    private int pending;

    /** The position that the consumer asked for last; 0 when it never did. */
    long last(String consumer) {
        Known known = consumers.get(consumer);
        return known == null ? 0 : known.asked.last();
    }

    void asked(String consumer, long position) {
        consumers.computeIfAbsent(consumer, name -> new Known()).asked.add(position);
        pending++;
    }

    /** It was acknowledged, or failed. */
    void answered(String consumer, long position, Durability durability, boolean succeeded) {
        pending--;
        Known known = consumers.get(consumer);
        if (succeeded) {
            known.written = Math.max(known.written, position);
            known.durable = durability == Durability.SYNCED ? Math.max(known.durable, position) : known.durable;
        }
    }

    /** A sync was acknowledged: all that was written before it is durable. */
    void synced() {
        consumers.values().forEach(known -> known.durable = known.written);
    }

    /** The log ends there now, and consumers behind it were moved back. */
    void cutTo(long end) {
        consumers.values().forEach(known -> {
            if (!known.asked.tailSet(end, false).isEmpty()) {
                known.asked.tailSet(end, false).clear();
                known.asked.add(end);
            }
            known.written = Math.min(known.written, end);
            known.durable = Math.min(known.durable, end);
        });
    }

    /** It may be so, or not. */
    void mayBeCutTo(long end) {
        consumers.values().forEach(known -> {
            if (!known.asked.tailSet(end, false).isEmpty()) {
                known.asked.add(end);
            }
            known.written = Math.min(known.written, end);
            known.durable = Math.min(known.durable, end);
        });
    }

    boolean hasPending() {
        return pending > 0;
    }

    /** The lowest position that one may have been found at; a trim that was asked for does not go beyond. */
    long trimmable() {
        return consumers.values().stream().filter(known -> known.durable > 0).mapToLong(known -> known.asked.last()).min().orElse(Long.MAX_VALUE);
    }

    /** Checks what an opening found, and takes it over. @param cachesKept whether all that was written is still with the operating system */
    void reopened(Map<String, ConsumerPosition> found, boolean cachesKept) {
        consumers.forEach((name, known) -> {
            ConsumerPosition position = found.get(name);
            long at = position == null ? 0 : position.nextSequence();
            World.require(at >= known.durable, name + " is at " + at + ", promised was " + known.durable);
            World.require(!cachesKept || at >= known.written, name + " is at " + at + ", written was " + known.written);
            World.require(at == 0 || known.asked.contains(at), name + " is at " + at + ", where it never was: " + known.asked);
        });
        found.keySet().forEach(name -> World.require(consumers.containsKey(name), "there never was a consumer " + name));
        consumers.keySet().retainAll(found.keySet());
        consumers.forEach((name, known) -> {
            long at = found.get(name).nextSequence();
            known.asked.clear();
            known.asked.add(at);
            known.written = at;
            known.durable = at;
        });
        pending = 0;
    }
}
