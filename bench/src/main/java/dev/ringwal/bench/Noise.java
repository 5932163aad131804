package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a machine that others use too did to one figure: by how much the halves of a baseline's own trials differ.
 *
 * @param blocks  how many trials of each system there are
 * @param witness the baseline
 * @param drift   as a share; 0 where no baseline tells
 */
record Noise(int blocks, String witness, double drift) {

    /** Whose halves tell, where it can be asked. */
    static final String WITNESS = "raw-queue";

    /** Whose tell where it cannot: that of reading first. */
    private static final List<String> OTHER_WITNESSES = List.of("raw-crc", "raw", "raw-fresh");

    /** With fewer nothing is judged. */
    static final int LEAST_BLOCKS = 9;

    static Noise of(Comparison comparison, Figure figure) {
        int blocks = comparison.measurements().values().stream().mapToInt(List::size).min().orElse(0);
        Optional<SystemName> witness = Stream.concat(Stream.of(WITNESS), OTHER_WITNESSES.stream())
                .flatMap(name -> comparison.named(name).stream()).findFirst();
        return new Noise(blocks, witness.map(SystemName::toString).orElse(""),
                blocks < 2 ? 0 : witness.map(comparison::of).map(trials -> drift(figure, trials)).orElse(0.0));
    }

    private static double drift(Figure figure, List<Measurement> trials) {
        int half = trials.size() / 2;
        double first = Spread.of(figure, trials.subList(0, half)).middle();
        double second = Spread.of(figure, trials.subList(trials.size() - half, trials.size())).middle();
        return Math.abs(first / second - 1);
    }

    /** Whether a figure so far from its limit cannot be told to be on one side of it. */
    boolean hides(double margin) {
        return blocks < LEAST_BLOCKS || drift > margin;
    }

    @Override
    public String toString() {
        return blocks < LEAST_BLOCKS ? blocks + (blocks == 1 ? " block" : " blocks")
                : String.format(Locale.ROOT, "%s moved by %.0f %%", witness, 100 * drift);
    }
}
