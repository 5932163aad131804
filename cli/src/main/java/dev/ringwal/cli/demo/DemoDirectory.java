package dev.ringwal.cli.demo;

import dev.ringwal.log.LogException;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo's log lives: a directory that the demo made itself. It carries a mark, so that what a demo left behind when it was
 * killed is removed by the next one, and nothing else ever is.
 */
public final class DemoDirectory {

    private static final String MARK = "made-by-ringwal-demo";

    private final Path root;

    private DemoDirectory(Path root) {
        this.root = root;
    }

    /** @throws FileAlreadyExistsException when something else has this name, or a demo that runs */
    public static DemoDirectory create(Path root) throws IOException {
        DemoDirectory directory = new DemoDirectory(root);
        if (Files.exists(root.resolve(MARK)) && !directory.isInUse()) {
            directory.delete();
        }
        Files.createDirectory(root);
        Files.createFile(root.resolve(MARK));
        return directory;
    }

    private boolean isInUse() {
        try (ReadOnlyLog log = ReadOnlyLog.open(log(), Reach.ATTESTED)) {
            return log.hasLiveWriter();
        } catch (UncheckedIOException | LogException e) {
            return false;
        }
    }

    public Path log() {
        return root.resolve("log");
    }

    /** The kind of file system it is on, and the bytes that are free there. */
    public String fileSystem() throws IOException {
        return Files.getFileStore(root).type();
    }

    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Deletes it, the mark last. */
    public void delete() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(file -> !file.endsWith(MARK)).sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            if (!file.equals(root)) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(root.resolve(MARK));
        Files.deleteIfExists(root);
    }
}
