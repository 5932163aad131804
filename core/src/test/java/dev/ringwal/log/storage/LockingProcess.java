package dev.ringwal.log.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Another process with an eye on a directory: looks once and says what it sees, or holds the lock or probes until it is killed. */
final class LockingProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    private LockingProcess(Path directory, String what) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = where(LocalStorage.class) + ":" + where(LockingProcess.class);
        process = new ProcessBuilder(java, "-cp", classPath, LockingProcess.class.getName(), directory.toString(), what)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader();
    }

    static String look(Path directory) throws IOException {
        try (LockingProcess other = new LockingProcess(directory, "look")) {
            return other.answers.readLine();
        }
    }

    /** Returns when the other process has the lock. */
    static LockingProcess hold(Path directory) throws IOException {
        return new LockingProcess(directory, "hold").expect("held");
    }

    /** Returns when the other process is asking without a pause. */
    static LockingProcess probe(Path directory) throws IOException {
        return new LockingProcess(directory, "probe").expect("probing");
    }

    private LockingProcess expect(String answer) throws IOException {
        String given = answers.readLine();
        if (!answer.equals(given)) {
            kill();
            throw new IOException("the other process answered " + given);
        }
        return this;
    }

    /** As by {@code kill -9}; returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    static Path where(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return Path.of(source.getLocation().getPath());
    }

    public static void main(String[] args) throws IOException {
        LocalStorage storage = LocalStorage.existing(Path.of(args[0]));
        switch (args[1]) {
            case "look" -> {
                String seen = storage.isLocked("LOCK") ? "locked" : "free";
                System.out.println(seen + (storage.tryLock("LOCK") != null ? ", taken" : ", refused"));
            }
            case "hold" -> {
                System.out.println(storage.tryLock("LOCK") != null ? "held" : "refused");
                awaitEnd();
            }
            default -> {
                System.out.println("probing");
                while (System.in.available() == 0) {
                    storage.isLocked("LOCK");
                }
            }
        }
    }

    /** Also when the asking process has died. */
    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            continue;
        }
    }
}
