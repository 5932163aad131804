package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A mapped page of a {@link MemoryStorage}: direct memory, which the storage looks at whenever it is called. */
final class MemoryStatePage implements StatePage {

    private final MemoryStorage storage;
    private final String name;
    private final SimulatedFile file;
    private final ByteBuffer page;

    MemoryStatePage(MemoryStorage storage, String name, SimulatedFile file, int bytes) {
        this.storage = storage;
        this.name = name;
        this.file = file;
        this.page = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.map(page);
    }

    @Override
    public ByteBuffer bytes() {
        try {
            return storage.perform(Operation.STORE_STATE, name, () -> page);
        } catch (IOException e) {
            throw new InternalError("a fault occurred in an unsafe memory access operation", e);
        }
    }

    @Override
    public void sync() throws IOException {
        storage.perform(Operation.SYNC_STATE, name, () -> {
            file.sync();
            return name;
        }, file::syncFailed);
    }

    @Override
    public void close() {
        storage.unmap(file);
    }
}
