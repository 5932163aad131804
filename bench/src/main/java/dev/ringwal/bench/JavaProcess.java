package dev.ringwal.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one of the commands in a Java process of its own, started like this one. It ends when this one does. */
final class JavaProcess {

    private JavaProcess() {
    }

    /**
     * Returns its exit code.
     *
     * @param launcher      what starts Java, if anything must
     * @param javaArguments beside those of this process
     */
    static int run(List<String> launcher, List<String> javaArguments, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(javaArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during a trial", e);
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
