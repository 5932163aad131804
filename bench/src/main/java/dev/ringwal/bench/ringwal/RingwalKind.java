package dev.ringwal.bench.ringwal;

import dev.ringwal.bench.system.Ability;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemKind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The ways to append, by what is told of completion. */
enum RingwalKind implements SystemKind {

    /** One callback for all; the blocking append where one is in flight. */
    RINGWAL("ringwal", EnumSet.allOf(Ability.class)),
    /** A future for each record. */
    RINGWAL_FUTURES("ringwal-futures", EnumSet.of(Ability.APPEND));

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
        options.forEach(LogOption::of);
    }

    @Override
    public Contender open(List<String> options, Settings settings) throws IOException {
        return new Ringwal(this == RINGWAL_FUTURES, options, settings);
    }
}
