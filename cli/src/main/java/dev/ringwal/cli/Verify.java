package dev.ringwal.cli;

import dev.ringwal.cli.stream.Json;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.cli.stream.OutputException;
import dev.ringwal.cli.stream.Terminal;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.local.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Walks every frame of a log. Takes no lock and changes nothing: a writer may be at work. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        header = "Check every frame of a log.",
        description = {
            "Walks every frame of a log and checks its checksums. Exits with 0 when it is intact, with 3 when it is corrupt.",
            "A torn tail (an unfinished last write) is expected after a crash: it is reported, and intact."
        })
final class Verify extends LogCommand {

    private static final int BAR_LENGTH = 40;

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    int run() {
        Verification found = verify();
        try {
            report(found);
        } catch (OutputException e) {
            if (!e.readerGone()) {
                throw e;
            }
        }
        if (found.damage() != null) {
            throw found.damage();
        }
        return ExitCode.DONE;
    }

    private Verification verify() {
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.RECOVERABLE)) {
            Terminal terminal = Terminal.ofStandardError();
            long all = terminal.isPresent() ? Math.max(1, log.facts().bytes()) : 1;
            Verification found = log.verify(bytes -> showProgress(terminal, bytes, all));
            terminal.clear();
            Unproven.sayOf(log, ringwal());
            return found;
        } catch (CorruptLogException e) {
            return new Verification(0, 0, 0, 0, e);
        }
    }

    private static void showProgress(Terminal terminal, long bytes, long all) {
        if (terminal.isDue()) {
            int done = (int) Math.min(BAR_LENGTH, BAR_LENGTH * bytes / all);
            terminal.show(String.format("[%s%s] %,d of %,d MiB verified", "#".repeat(done), " ".repeat(BAR_LENGTH - done), bytes >> 20,
                    all >> 20));
        }
    }

    private void report(Verification found) {
        if (json) {
            ringwal().out().line(asJson(found).toString());
        } else {
            print(found, ringwal().out());
        }
    }

    private static Json asJson(Verification found) {
        Json json = new Json()
                .put("intact", found.intact())
                .put("records", found.records())
                .put("segments", found.segments())
                .put("bytes", found.bytes())
                .put("torn_bytes", found.tornBytes());
        CorruptLogException damage = found.damage();
        if (damage != null) {
            json.put("file", damage.file())
                    .put("offset", damage.offset())
                    .put("sequence", damage.sequence())
                    .put("reason", damage.reason());
        }
        return json;
    }

    private static void print(Verification found, Output out) {
        out.line("intact      " + (found.intact() ? "yes" : "no"));
        out.line("records     " + found.records());
        out.line("segments    " + found.segments());
        out.line("bytes       " + found.bytes());
        out.line("torn bytes  " + found.tornBytes());
        CorruptLogException damage = found.damage();
        if (damage != null) {
            out.line("file        " + damage.file());
            out.line("offset      " + damage.offset());
            out.line("sequence    " + damage.sequence());
            out.line("reason      " + damage.reason());
        }
    }
}
