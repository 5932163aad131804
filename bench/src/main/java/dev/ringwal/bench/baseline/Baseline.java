package dev.ringwal.bench.baseline;

import dev.ringwal.bench.system.Ability;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemKind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The baselines by what they are. */
enum Baseline implements SystemKind {

    /** The producer itself writes and syncs, on one file that wraps. */
    RAW("raw", EnumSet.of(Ability.APPEND, Ability.TELL, Ability.BATCH, Ability.READ)) {
        @Override
        Contender open(Settings settings) throws IOException {
            return new Raw(wrapping(settings), RawRecords.plain(), settings);
        }
    },
    /** The same with a CRC32C for each record, to read it back with. */
    RAW_CRC("raw-crc", EnumSet.of(Ability.READ)) {
        @Override
        Contender open(Settings settings) throws IOException {
            return new Raw(wrapping(settings), RawRecords.checked(), settings);
        }
    },
    /** Behind a queue and one writer thread. */
    RAW_QUEUE("raw-queue", EnumSet.of(Ability.APPEND, Ability.TELL)) {
        @Override
        Contender open(Settings settings) throws IOException {
            return new RawQueue(wrapping(settings), settings);
        }
    },
    /** As {@link #RAW}, on new files: what a log that goes on must pay. */
    RAW_FRESH("raw-fresh", EnumSet.of(Ability.APPEND, Ability.TELL, Ability.BATCH)) {
        @Override
        Contender open(Settings settings) throws IOException {
            return new Raw(fresh(settings), RawRecords.plain(), settings);
        }
    },
    /** As {@link #RAW_QUEUE}, on new files. */
    RAW_FRESH_QUEUE("raw-fresh-queue", EnumSet.of(Ability.APPEND, Ability.TELL)) {
        @Override
        Contender open(Settings settings) throws IOException {
            return new RawQueue(fresh(settings), settings);
        }
    };

    private final String label;
    private final Set<Ability> abilities;

    Baseline(String label, Set<Ability> abilities) {
        this.label = label;
        this.abilities = abilities;
    }

    abstract Contender open(Settings settings) throws IOException;

    private static RawStore wrapping(Settings settings) throws IOException {
        return new RawFile(settings.directory().resolve("raw"), settings.rawBytes());
    }

    private static RawStore fresh(Settings settings) throws IOException {
        long most = RawRecords.plain().bytes(settings.producers() * settings.inFlight(), settings.payloadBytes());
        return new FreshFiles(settings.directory().resolve("fresh"), settings.segmentBytes(), most, settings.keptBytes());
    }

    @Override
    public Contender open(List<String> options, Settings settings) throws IOException {
        return open(settings);
    }

    @Override
    public Set<Ability> abilities() {
        return abilities;
    }

    @Override
    public String label() {
        return label;
    }
}
