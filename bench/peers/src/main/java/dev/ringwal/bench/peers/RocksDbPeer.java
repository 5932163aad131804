package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB: one batch for each group, keys that count up. */
final class RocksDbPeer extends Grouped {

    private final Path directory;
    private final Options options = new Options().setCreateIfMissing(true).setCompressionType(CompressionType.NO_COMPRESSION);
    private final WriteOptions writeOptions = new WriteOptions();
    private final WriteBatch batch = new WriteBatch();
    private final ByteBuffer key = ByteBuffer.allocate(Long.BYTES);
    private final RocksDB database;
    private long written;

    RocksDbPeer(Path directory, Settings settings) throws IOException {
        super(settings);
        this.directory = directory;
        writeOptions.setSync(isSynced());
        try {
            database = RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    void write(List<byte[]> group) throws IOException {
        try {
            batch.clear();
            for (byte[] payload : group) {
                batch.put(key.putLong(0, written++).array(), payload);
            }
            database.write(writeOptions, batch);
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) throws IOException {
        long records = 0;
        try (RocksIterator iterator = database.newIterator()) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                payload.accept(ByteBuffer.wrap(iterator.value()));
                records++;
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        super.close();
        batch.close();
        database.close();
        writeOptions.close();
        options.close();
        Directories.delete(directory);
    }
}
