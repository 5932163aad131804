package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {

    @TempDir(factory = UnderTarget.class)
    Path parent;

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ramfs"})
    void refusesFileSystemsInMemory(String fileSystem) {
        String message = assertThrows(GaveUpException.class, () -> Workspace.requireDisk(parent, fileSystem)).getMessage();

        assertTrue(message.contains(fileSystem) && message.contains("--dir"), message);
    }

    @Test
    void deletesWhatItMadeAndNothingElse() throws IOException {
        Path mine = Files.createFile(parent.resolve("mine"));
        try (Workspace workspace = Workspace.in(parent)) {
            Files.createFile(Files.createDirectory(workspace.directory().resolve("log")).resolve("segment"));
        }

        assertTrue(Files.exists(mine));
        try (var left = Files.list(parent)) {
            assertTrue(left.allMatch(mine::equals));
        }
    }

    @Test
    void deletesTheDirectoriesAroundItIfTheyWereMadeForIt() throws IOException {
        Path made = parent.resolve("data").resolve("bench");
        Workspace.in(made).close();

        assertFalse(Files.exists(made.getParent()));
        assertTrue(Files.exists(parent));
    }
}
