package dev.ringwal.bench;

import dev.ringwal.bench.system.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A directory of a run's own, on a disk, gone with all it holds when the run ends, and when it is ended. */
public final class Workspace implements AutoCloseable {

    /** What a comparison holds at once: the raw systems' file, and a log before it is trimmed. */
    private static final long NEEDED_BYTES = 4L << 30;
    private static final Set<String> MEMORY_FILE_SYSTEMS = Set.of("tmpfs", "ramfs");

    private final Path directory;
    private final String fileSystem;
    /** Was there before. */
    private final Path outermost;

    private Workspace(Path directory, String fileSystem, Path outermost) {
        this.directory = directory;
        this.fileSystem = fileSystem;
        this.outermost = outermost;
    }

    /**
     * Makes one in the directory, which is made too if need be.
     *
     * @throws GaveUpException when it is in memory, where a sync costs nothing, or has no room
     */
    public static Workspace in(Path parent) throws IOException {
        Path outermost = existing(parent.toAbsolutePath());
        String fileSystem = Files.getFileStore(outermost).type();
        requireDisk(parent, fileSystem);
        requireRoom(outermost);
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent.toAbsolutePath(), "run-");
        Workspace workspace = new Workspace(directory, fileSystem, outermost);
        Runtime.getRuntime().addShutdownHook(new Thread(workspace::deleteAtExit));
        return workspace;
    }

    private static Path existing(Path path) {
        return Files.exists(path) ? path : existing(path.getParent());
    }

    static void requireDisk(Path directory, String fileSystem) {
        if (MEMORY_FILE_SYSTEMS.contains(fileSystem)) {
            throw new GaveUpException(directory + " is on " + fileSystem
                    + ", where a sync costs nothing and a figure means nothing: name a directory on a disk with --dir");
        }
    }

    private static void requireRoom(Path directory) throws IOException {
        long usable = Files.getFileStore(directory).getUsableSpace();
        if (usable < NEEDED_BYTES) {
            throw new GaveUpException(directory + " has room for " + (usable >> 20) + " MiB, needed are "
                    + (NEEDED_BYTES >> 20) + ": name another directory with --dir");
        }
    }

    /** Exists, and is empty at first. */
    public Path directory() {
        return directory;
    }

    String fileSystem() {
        return fileSystem;
    }

    /** The processes that this one started are ended first: nobody may write there meanwhile. */
    private void deleteAtExit() {
        try {
            ProcessHandle.current().descendants().forEach(child -> {
                child.destroyForcibly();
                child.onExit().join();
            });
            close();
        } catch (IOException e) {
            System.err.println("could not delete " + directory + ": " + e);
        }
    }

    /** Deletes it, and the directories around it that were made for it and hold nothing else. */
    @Override
    public void close() throws IOException {
        Directories.delete(directory);
        for (Path around = directory.getParent(); !around.equals(outermost); around = around.getParent()) {
            Directories.deleteIfEmpty(around);
        }
    }
}
