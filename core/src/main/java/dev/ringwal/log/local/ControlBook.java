package dev.ringwal.log.local;

import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Group;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Topics and consumers of an open log: those whose names are in it already, and the topics that were given a number and have no record
 * yet. Any thread; what is in the log changes on the writing thread only.
 */
final class ControlBook {

    private static final byte[] NOTHING = {};

    private volatile ControlState written;
    private final int limitBytes;
    private volatile long firstNotConsumed;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    // Guarded by this.
    private final List<String> names;
    private long topicBytes;
    /** Admitted, and not written yet. */
    private final Set<String> newConsumers = new HashSet<>();

    ControlBook(ControlState found, int limitBytes) {
        written = found;
        this.limitBytes = limitBytes;
        firstNotConsumed = found.firstNotConsumed();
        names = new ArrayList<>(found.topicNames());
        names.forEach(name -> numbers.put(name, numbers.size() + 1));
        topicBytes = found.bytes() - found.consumerBytes();
    }

    ControlState written() {
        return written;
    }

    int topic(String name) {
        Integer known = numbers.get(name);
        return known == null ? newTopic(name) : known;
    }

    private synchronized int newTopic(String name) {
        Integer meanwhile = numbers.get(name);
        if (meanwhile != null) {
            return meanwhile;
        }
        checkRoomFor("topic", name);
        names.add(name);
        topicBytes += entryBytes(name);
        numbers.put(name, names.size());
        return names.size();
    }

    synchronized void admitConsumer(String name) {
        if (written.consumer(name) == null && !newConsumers.contains(name)) {
            checkRoomFor("consumer", name);
            newConsumers.add(name);
        }
    }

    private void checkRoomFor(String what, String name) {
        long taken = topicBytes + written.consumerBytes() + entryBytes(name);
        for (String consumer : newConsumers) {
            taken += entryBytes(consumer);
        }
        if (taken > limitBytes) {
            throw new IllegalStateException(what + " \"" + name + "\": the log's names and positions would take " + taken
                    + " bytes, over the limit of " + limitBytes);
        }
    }

    private static int entryBytes(String name) {
        return ControlEntry.bytes(name.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Entries for the topics that the group has and that are not named in the log yet; empty when there are none. */
    byte[] namesFor(Group group) {
        int named = written.topics();
        return group.highestTopic() <= named ? NOTHING : naming(named, group.highestTopic());
    }

    private synchronized byte[] naming(int named, int highest) {
        return ControlState.naming(names.subList(named, highest), named + 1);
    }

    /** The log was truncated, and says this from now on. The writing thread. */
    void truncated(ControlState now) {
        written = now;
        settle();
    }

    /** What was written up to now, and is known to have been. The writing thread. */
    void settle() {
        firstNotConsumed = written.firstNotConsumed();
    }

    /**
     * The first record that some consumer has not consumed; {@code Long.MAX_VALUE} when there is no consumer. A sync that begins now makes
     * durable that it has consumed those before.
     */
    long firstNotConsumed() {
        return firstNotConsumed;
    }

    /** The group was written, behind entries that name its topics. The writing thread. */
    void written(byte[] naming, Group group) {
        if (naming.length > 0) {
            written.apply(ByteBuffer.wrap(naming));
        }
        written.count(group);
        if (group.controls() > 0) {
            written.apply(group.control());
            firstNotConsumed = Math.min(firstNotConsumed, written.firstNotConsumed()); // whoever is further back counts before he is told
            forgetWritten();
        }
    }

    private synchronized void forgetWritten() {
        newConsumers.removeIf(name -> written.consumer(name) != null);
    }
}
