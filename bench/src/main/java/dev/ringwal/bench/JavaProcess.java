package dev.ringwal.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one of the commands in a Java process of its own, started like this one. */
final class JavaProcess {

    private static final Duration ENDLESS = Duration.ofDays(365);

    private JavaProcess() {
    }

    /**
     * Returns its exit code.
     *
     * @param launcher      what starts Java, if anything must
     * @param javaArguments beside those of this process
     */
    static int run(List<String> launcher, List<String> javaArguments, List<String> arguments) throws IOException {
        try {
            return run(launcher, javaArguments, arguments, ENDLESS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * As above, for so long at most.
     *
     * @throws TimeoutException when it had not ended by then; it was killed
     */
    static int run(List<String> launcher, List<String> javaArguments, List<String> arguments, Duration limit)
            throws IOException, TimeoutException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(javaArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new TimeoutException("did not end within " + limit.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during a trial", e);
        } finally {
            process.destroyForcibly(); // nothing where it has ended
        }
    }

    /** In such a process: nothing is written to standard input, so it ends when the parent does. */
    static void endWithParent() {
        Thread watcher = new Thread(() -> {
            try {
                System.in.read();
            } catch (IOException e) {
                // The parent is gone, too.
            }
            Runtime.getRuntime().halt(1);
        }, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }
}
