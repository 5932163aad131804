package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.Ability;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The peers by name. */
enum Peer implements SystemKind {

    CHRONICLE_QUEUE("chronicle-queue") {
        @Override
        Contender open(Path directory, Settings settings) {
            return new ChronicleQueuePeer(directory, settings);
        }

        @Override
        public List<String> javaArguments() {
            return List.of(
                    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                    "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
                    "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
                    "--add-opens=java.base/java.io=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        }
    },
    ARTEMIS("artemis") {
        @Override
        Contender open(Path directory, Settings settings) throws IOException {
            return new ArtemisPeer(directory, settings);
        }
    },
    ROCKSDB("rocksdb") {
        @Override
        Contender open(Path directory, Settings settings) throws IOException {
            return new RocksDbPeer(directory, settings);
        }
    },
    BOOKKEEPER("bookkeeper") {
        @Override
        Contender open(Path directory, Settings settings) throws IOException {
            return new BookKeeperPeer(directory, settings);
        }

        /** It reports as an error that it is new. */
        @Override
        public List<String> javaArguments() {
            return List.of("-Dorg.apache.logging.log4j.simplelog.level=OFF");
        }
    },
    JOURNAL_IO("journal-io") {
        @Override
        Contender open(Path directory, Settings settings) throws IOException {
            return new JournalIoPeer(directory, settings);
        }
    },
    AERON_ARCHIVE("aeron-archive") {
        @Override
        Contender open(Path directory, Settings settings) {
            return new AeronArchivePeer(directory, settings);
        }

        @Override
        public List<String> javaArguments() {
            return List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        }
    };

    private final String label;

    Peer(String label) {
        this.label = label;
    }

    abstract Contender open(Path directory, Settings settings) throws IOException;

    @Override
    public Contender open(List<String> options, Settings settings) throws IOException {
        Path directory = settings.directory().resolve(label);
        Directories.delete(directory);
        Files.createDirectories(directory);
        return open(directory, settings);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.APPEND, Ability.TELL, Ability.READ);
    }
}
