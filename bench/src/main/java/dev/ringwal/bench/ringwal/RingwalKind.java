package dev.ringwal.bench.ringwal;

import dev.ringwal.Appender;
import dev.ringwal.LogBuilder;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.Ability;
import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The ways to append, by what is told of completion. */
enum RingwalKind implements SystemKind {

    /** One callback for all; the blocking append where one is in flight. */
    RINGWAL("ringwal", EnumSet.allOf(Ability.class)),
    /** A future for each record. */
    RINGWAL_FUTURES("ringwal-futures", EnumSet.of(Ability.APPEND)),
    /** As the first, all to one topic. */
    RINGWAL_TOPIC("ringwal-topic", EnumSet.of(Ability.APPEND)),
    /** As the first, to a thousand topics in turn. */
    RINGWAL_TOPICS("ringwal-topics", EnumSet.of(Ability.APPEND));

    private static final int MANY_TOPICS = 1000;

    private final String label;
    private final Set<Ability> abilities;

    RingwalKind(String label, Set<Ability> abilities) {
        this.label = label;
        this.abilities = abilities;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Set<Ability> abilities() {
        return abilities;
    }

    @Override
    public void check(List<String> options) {
        LogBuilder checking = WriteAheadLog.builder(Path.of(""));
        options.forEach(option -> LogOption.of(option).accept(checking));
    }

    @Override
    public Contender open(List<String> options, Settings settings) throws IOException {
        return new Ringwal(this, options, settings);
    }

    /** How the producer of that number appends. */
    Lane lane(WriteAheadLog log, int producer, Settings settings, CompletionListener listener) {
        return switch (this) {
            case RINGWAL -> new CallbackLane(log, List.of(log.bytes(settings.durability())), 0, settings, listener);
            case RINGWAL_FUTURES -> new FutureLane(log.bytes(settings.durability()), settings.inFlight());
            case RINGWAL_TOPIC -> new CallbackLane(log, topics(log, 1, settings), 0, settings, listener);
            case RINGWAL_TOPICS -> new CallbackLane(log, topics(log, MANY_TOPICS, settings), producer * 131 % MANY_TOPICS, settings, listener);
        };
    }

    private static List<Appender<byte[]>> topics(WriteAheadLog log, int count, Settings settings) {
        return IntStream.range(0, count).mapToObj(i -> log.topic("topic " + i).bytes(settings.durability())).toList();
    }
}
