package dev.ringwal.log.storage;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutOfSpaceTest {

    @TempDir
    Path directory;

    @Test
    void theSystemsOwnWordsAreUnderstood() {
        assertInstanceOf(NoSpaceException.class, classified(new IOException("No space left on device"), 1));
        assertInstanceOf(NoSpaceException.class, classified(new FileSystemException("f", null, "Disk quota exceeded"), 1));
    }

    @Test
    void inAnotherLanguageTheRoomThatIsLeftDecides() {
        IOException german = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
        assertInstanceOf(NoSpaceException.class, classified(german, Long.MAX_VALUE));
        assertSame(german, classified(german, 1));
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        IOException broken = new IOException("Input/output error");
        IOException files = new FileSystemException("f", null, "Too many open files");
        IOException closed = new ClosedChannelException();
        assertSame(broken, classified(broken, 1));
        assertSame(files, classified(files, 1));
        assertSame(closed, classified(closed, Long.MAX_VALUE));
    }

    private IOException classified(IOException failure, long bytesWanted) {
        return OutOfSpace.orSame(failure, directory, bytesWanted);
    }
}
