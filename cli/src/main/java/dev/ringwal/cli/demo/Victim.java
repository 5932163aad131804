package dev.ringwal.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A process that journals, and what it is known to have acknowledged. */
public final class Victim {

    private final Process process;
    private final Witness witness = new Witness();
    private final CompletableFuture<Void> reading = new CompletableFuture<>();

    private Victim(Process process) {
        this.process = process;
        Thread thread = new Thread(this::read, "witness");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts this program again with these arguments; they must make it a {@link Journal} with standard output as its pipe. */
    public static Victim start(Class<?> main, List<String> arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), main.getName());
        builder.command().addAll(arguments);
        return new Victim(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    public long pid() {
        return process.pid();
    }

    public Witness witness() {
        return witness;
    }

    /** Waits for the process to end by itself; false when the time is up first, as it should be. */
    public boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Kills it, at once and without a word. Does nothing when it has ended. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // the process itself would close the pipe, from which its last reports are still read
        process.waitFor();
    }

    /**
     * Returns, once it has ended, when its last reports are read.
     *
     * @throws IOException when they could not be read
     * @throws IllegalStateException when they contradict each other
     */
    public void awaitReports() throws IOException {
        try {
            reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }

    private void read() {
        try (InputStream pipe = process.getInputStream()) {
            witness.read(pipe);
            reading.complete(null);
        } catch (IOException | RuntimeException e) {
            reading.completeExceptionally(e);
        }
    }
}
