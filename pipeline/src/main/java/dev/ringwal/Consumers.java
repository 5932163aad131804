package dev.ringwal;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.RecordHead;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The consumers of one log: their positions, and which of them are open. Any thread. */
final class Consumers {

    private final Pipeline pipeline;
    private final Truncations truncations;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    Consumers(Pipeline pipeline, Truncations truncations) {
        this.pipeline = pipeline;
        this.truncations = truncations;
    }

    /** @throws IllegalStateException when it is open */
    void enter(String name) {
        if (!open.add(name)) {
            throw new IllegalStateException("consumer \"" + name + "\" is open already");
        }
    }

    void leave(String name) {
        open.remove(name);
    }

    @Nullable ConsumerPosition position(String name) {
        return pipeline.store().control().consumer(name);
    }

    /** Durable when it returns. */
    void register(String name, ConsumerPosition position) {
        pipeline.store().admitConsumer(name);
        commits(position.topic(), Durability.SYNCED).append(ControlEntry.consumer(name, position));
    }

    Appender<byte[]> commits(int topic, Durability durability) {
        return pipeline.appender(new ControlPayload(Math.max(topic, RecordHead.DEFAULT_TOPIC)), durability);
    }

    /** Durable when it returns. */
    void delete(String name) {
        enter(name);
        try {
            if (position(name) == null) {
                throw new NoSuchElementException("no consumer \"" + name + "\"");
            }
            commits(RecordHead.DEFAULT_TOPIC, Durability.SYNCED).append(ControlEntry.consumerGone(name));
        } finally {
            leave(name);
        }
    }

    /** As {@link Truncations#apart}. */
    <T> T apart(Supplier<T> work) {
        return truncations.apart(work);
    }

    /** A reader whose next record may be one that was trimmed: it says so when it is moved. */
    LogReader reader(int topic, long fromSequence) {
        LogReader reader = topic == ConsumerPosition.WHOLE_LOG ? pipeline.reader(Long.MAX_VALUE) : pipeline.reader(topic, Long.MAX_VALUE);
        reader.seek(fromSequence);
        return reader;
    }

    long firstSequence() {
        return pipeline.store().firstSequence();
    }

    /** As {@link dev.ringwal.log.LogStore#settledFirstSequence}. */
    long settledFirstSequence() {
        return pipeline.store().settledFirstSequence();
    }

    long durableSequence() {
        return pipeline.store().durableSequence();
    }

    /** The topic's name; none: the whole log. */
    Optional<String> topicName(int topic) {
        return topicName(topic, pipeline.store().control());
    }

    private static Optional<String> topicName(int topic, ControlState control) {
        if (topic == ConsumerPosition.WHOLE_LOG) {
            return Optional.empty();
        }
        String name = topic == RecordHead.DEFAULT_TOPIC ? "" : control.topicName(topic);
        return Optional.of(name == null ? "topic " + topic : name);
    }

    List<ConsumerFacts> facts() {
        ControlState control = pipeline.store().control();
        List<ConsumerFacts> facts = new ArrayList<>();
        control.consumers().forEach((name, position) -> facts.add(new ConsumerFacts(name, topicName(position.topic(), control),
                position.nextSequence(), Math.max(0, durableSequence() + 1 - position.nextSequence()))));
        return facts;
    }
}
