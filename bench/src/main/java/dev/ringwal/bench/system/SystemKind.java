package dev.ringwal.bench.system;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A kind of system that can be measured. Others than those that are here are added by a {@link SystemSource}. */
public interface SystemKind {

    /** What it is called on the command line and in tables. */
    String label();

    /** What can be asked of it. */
    Set<Ability> abilities();

    /** What its process must be started with, besides what this one was. */
    default List<String> javaArguments() {
        return List.of();
    }

    /**
     * Looks at what was said behind its name.
     *
     * @throws IllegalArgumentException when there is no such option
     */
    default void check(List<String> options) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException(label() + " has no settings: '" + String.join("/", options) + "'");
        }
    }

    /** Opens it, empty. */
    Contender open(List<String> options, Settings settings) throws IOException;
}
