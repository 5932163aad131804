package dev.ringwal.cli;

import dev.ringwal.cli.demo.Proof;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.RecoveryReport;
import java.util.Locale;

/** Says what opening the log again found, and what the comparison gave. */
final class DemoReport {

    private final Output out;

    DemoReport(Output out) {
        this.out = out;
    }

    void recovered(RecoveryReport found) {
        say("opened again in %,d ms: records %,d to %,d in %d segments",
                found.duration().toMillis(), found.firstSequence(), found.lastSequence(), found.segments());
        say("  %,d bytes of an unfinished write were dropped; %,d records that no sync was known to cover were synced again",
                found.tornBytes(), found.recordsCopied());
    }

    void proved(Proof proof) {
        say("compared %,d acknowledged records: %,d missing, %,d altered or out of order",
                proof.acknowledged(), proof.missing(), proof.altered());
        say("  %,d more had been handed in, and are there too%s",
                proof.more(), proof.foreign() == 0 ? "" : "; " + proof.foreign() + " of them nobody wrote");
        say("from append to acknowledgement:");
    }

    private void say(String format, Object... values) {
        out.line(String.format(Locale.ROOT, format, values));
    }
}
