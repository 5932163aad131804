package dev.ringwal;

import dev.ringwal.log.format.ConsumerPosition;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link LogConsumer}, each with a default that does. */
public final class ConsumerBuilder {

    private final Consumers consumers;
    private final String name;
    private final Pipeline pipeline;
    private @Nullable Topic topic;
    private Delivery delivery = Delivery.AT_LEAST_ONCE;
    private int commitEvery = LogConsumer.NEVER;
    private long start = -1;
    private boolean startsAtEnd;

    ConsumerBuilder(Consumers consumers, Pipeline pipeline, String name) {
        this.consumers = consumers;
        this.pipeline = pipeline;
        this.name = name;
    }

    /** What it consumes. Default: what it consumed before; the whole log, if it is new. */
    public ConsumerBuilder topic(Topic value) {
        if (!value.isOf(pipeline)) {
            throw new IllegalArgumentException("topic \"" + value.name() + "\" is of another log");
        }
        topic = Objects.requireNonNull(value);
        return this;
    }

    /** Default: {@link Delivery#AT_LEAST_ONCE}. */
    public ConsumerBuilder delivery(Delivery value) {
        delivery = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Commits by itself: no more than so many records are ever delivered behind the last durable commit, so no more are delivered again. A
     * poll that finds so many delivered commits and waits for it: it takes them for processed. Default: only
     * {@link LogConsumer#commit()} does. Of no use with {@link Delivery#AT_MOST_ONCE}, which commits each poll.
     */
    public ConsumerBuilder commitEvery(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("commitEvery " + records + " is below 1");
        }
        commitEvery = records;
        return this;
    }

    /** Where it starts when it is new, and only then. Default: with the first record that is left. */
    public ConsumerBuilder startAt(long sequence) {
        start = WriteAheadLog.checked(sequence);
        startsAtEnd = false;
        return this;
    }

    /** It starts behind what is durable when it is new, and only then. */
    public ConsumerBuilder startAtEnd() {
        startsAtEnd = true;
        return this;
    }

    /**
     * Opens it. If it is new its position is durable when this returns: from then on nothing that it has not consumed is dropped, but by
     * {@link LogBuilder#retainBytes} and {@link LogBuilder#retainAge}.
     *
     * @throws IllegalStateException when it is open already, or names and positions would be over {@link LogBuilder#controlLimitBytes}, or
     *     on a thread of the log's own while the log is being truncated
     * @throws IllegalArgumentException when it consumes something else
     */
    public LogConsumer open() {
        if (delivery == Delivery.AT_MOST_ONCE && commitEvery != LogConsumer.NEVER) {
            throw new IllegalStateException("commitEvery is for AT_LEAST_ONCE: AT_MOST_ONCE commits each poll");
        }
        consumers.enter(name);
        boolean opened = false;
        try {
            LogConsumer consumer = consumers.apart(() -> new LogConsumer(consumers, name, positionOrNew(), delivery, commitEvery));
            opened = true;
            return consumer;
        } finally {
            if (!opened) {
                consumers.leave(name);
            }
        }
    }

    private ConsumerPosition positionOrNew() {
        OptionalInt wanted = topic == null ? OptionalInt.empty() : OptionalInt.of(topic.number());
        ConsumerPosition known = consumers.position(name);
        if (known == null) {
            return register(wanted.orElse(ConsumerPosition.WHOLE_LOG));
        }
        if (wanted.isPresent() && wanted.getAsInt() != known.topic()) {
            throw new IllegalArgumentException("consumer \"" + name + "\" consumes " + consumers.topicName(known.topic())
                    .map(other -> "topic \"" + other + "\"").orElse("the whole log") + ", not topic \"" + topic.name() + "\"");
        }
        return known;
    }

    /** A trim that does not know it yet may be under way: unless a place was asked for, it starts behind what that drops. */
    private ConsumerPosition register(int number) {
        ConsumerPosition fresh = new ConsumerPosition(number, startSequence());
        consumers.register(name, fresh);
        long first = consumers.settledFirstSequence();
        if (start >= 0 && !startsAtEnd || fresh.nextSequence() >= first) {
            return fresh;
        }
        ConsumerPosition moved = new ConsumerPosition(number, first);
        consumers.register(name, moved);
        return moved;
    }

    private long startSequence() {
        return startsAtEnd ? consumers.durableSequence() + 1 : start >= 0 ? start : consumers.firstSequence();
    }
}
