package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnProcessTest {

    @TempDir
    Path directory;

    @Test
    void whatSlowsSyncsDownMustBeThereBeforeAnythingIsMeasured() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        String path = other + File.pathSeparator + directory;
        String message = assertThrows(GaveUpException.class, () -> OwnProcess.requireTools(List.of(Workload.W1, Workload.W8B), path)).getMessage();
        assertTrue(message.contains("strace") && message.contains("PATH"), message);
        assertDoesNotThrow(() -> OwnProcess.requireTools(List.of(Workload.W1, Workload.W6), path));

        Path strace = Files.createFile(directory.resolve("strace"));
        assertThrows(GaveUpException.class, () -> OwnProcess.requireTools(List.of(Workload.W8), path));
        assertTrue(strace.toFile().setExecutable(true));
        assertDoesNotThrow(() -> OwnProcess.requireTools(List.of(Workload.W8, Workload.W8B), path));
    }
}
