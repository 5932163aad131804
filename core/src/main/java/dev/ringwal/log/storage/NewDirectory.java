package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Fills a directory that appears under its name whole and durable, or not at all. */
public final class NewDirectory {

    private static final String UNFINISHED = ".unfinished";

    private NewDirectory() {
    }

    /** Puts files into a directory, and syncs them and it. */
    public interface Content<T> {
        T put(Storage into) throws IOException;
    }

    /**
     * Makes the directory beside its place and moves it there at the end. Where that fails, what was made is deleted.
     *
     * @param directory not there yet, or empty
     * @throws FileAlreadyExistsException when there is something in it, or what an earlier attempt that was killed left beside it
     */
    public static <T> T make(Path directory, Content<T> content) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        requireEmpty(absolute, "it is not empty: name a directory that is, or does not exist");
        Path unfinished = absolute.resolveSibling(absolute.getFileName() + UNFINISHED);
        DirectoryMaker.make(Objects.requireNonNull(absolute.getParent()));
        if (!DirectoryMaker.claim(unfinished)) { // whoever is at it deletes only what is its own
            throw new FileAlreadyExistsException(unfinished.toString(), null, "another attempt is under way, or was not finished: delete it");
        }
        LocalStorage storage = LocalStorage.create(unfinished);
        boolean made = false;
        try {
            T result = content.put(storage);
            Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
            made = true;
            LocalStorage.sync(absolute.getParent());
            return result;
        } finally {
            if (!made) {
                delete(storage);
            }
        }
    }

    private static void requireEmpty(Path directory, String why) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                if (!files.iterator().hasNext()) {
                    return;
                }
            }
        }
        throw new FileAlreadyExistsException(directory.toString(), null, why);
    }

    private static void delete(LocalStorage storage) throws IOException {
        for (String name : storage.list()) {
            storage.delete(name);
        }
        Files.delete(storage.directory());
    }
}
