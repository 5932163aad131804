package dev.ringwal.log.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A simulated disk. Files and names are durable only after the sync that the {@link Storage} contract asks for; {@link #powerCut}
 * forgets or scatters the rest, {@link #kill} keeps it. Both end this machine, in which every later call throws
 * {@link SimulatedCrash}, and return the next one, in which a log can be opened again.
 *
 * <p>Faults are planned ahead: an operation that fails, a write that fails half way, a full disk, a crash at the nth change. A
 * failed sync of a file is as on ext4 and XFS: what it should have covered still reads back, the next sync succeeds, and the data
 * is not on the disk. So is a failed sync of the directory: names are as they were changed, and a power cut may take that back.
 *
 * <p>Everything follows from the seed and the order of calls. Any thread, one call at a time; a hook ({@link #onOperation}) runs
 * outside and may block. A mapped page is looked at with every change, and what was stored between two is seen only as its end.
 */
public final class MemoryStorage extends Machine implements Storage {

    private final Names names;
    private final Random random;
    private final List<SimulatedFile> mapped = new ArrayList<>();
    private long capacityBytes = Long.MAX_VALUE;
    private int openFiles;
    private boolean locked;

    /** An empty directory. */
    public MemoryStorage(long seed) {
        this(new Names(), seed);
    }

    private MemoryStorage(Names names, long seed) {
        this.names = names;
        this.random = new Random(mixed(seed));
    }

    /** The first numbers that a {@link Random} draws for seeds 0, 1, 2 are nearly alike; this is the finish of MurmurHash3. */
    private static long mixed(long seed) {
        long half = (seed ^ seed >>> 33) * 0xff51afd7ed558ccdL;
        long full = (half ^ half >>> 33) * 0xc4ceb9fe1a85ec53L;
        return full ^ full >>> 33;
    }

    // The ends of a machine.

    /** The process dies: all that was written and stored stays, synced or not; locks are free. */
    public synchronized MemoryStorage kill() {
        MemoryStorage next = copy(random.nextLong());
        stop();
        return next;
    }

    /** The machine loses power. */
    public synchronized MemoryStorage powerCut(Unsynced unsynced) {
        return powerCut(unsynced, -1);
    }

    /** In how many ways a power cut could leave the names of files now. */
    public synchronized int directoryOutcomes() {
        return names.outcomes();
    }

    /** The machine loses power, and the names are left in one of {@link #directoryOutcomes} ways, counted from 0. */
    public synchronized MemoryStorage powerCut(Unsynced unsynced, int directoryOutcome) {
        MemoryStorage next = new MemoryStorage(names.afterPowerCut(unsynced, directoryOutcome, random), random.nextLong());
        next.capacityBytes = capacityBytes;
        stop();
        return next;
    }

    /** The same disk once more, with all that is not synced, in a process of its own; faults and hook are not copied. */
    public synchronized MemoryStorage copy(long seed) {
        observeMappings();
        MemoryStorage copy = new MemoryStorage(names.copy(), seed);
        copy.capacityBytes = capacityBytes;
        return copy;
    }

    // Room.

    /** Room for files in all, in bytes; each page of 4 KiB that was ever written takes a whole one. Names take none. */
    public synchronized void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** Leaves so much room from now on. */
    public synchronized void leaveRoom(long bytes) {
        capacityBytes = usedBytes() + bytes;
    }

    /** Leaves no room from now on. */
    public synchronized void fill() {
        leaveRoom(0);
    }

    public synchronized long freeBytes() {
        return capacityBytes - usedBytes();
    }

    /** What a failed sync has lost no longer reads back either. */
    public synchronized void dropCaches() {
        names.files().forEach(SimulatedFile::dropCache);
    }

    // Looking, and damage. No operations: no fault and no count. Damage is durable at once.

    public synchronized byte[] contents(String name) {
        observeMappings();
        Pages pages = file(name).cache();
        return pages.read(0, Math.toIntExact(pages.length()));
    }

    public synchronized long length(String name) {
        return file(name).cache().length();
    }

    /** The names of all files, sorted. */
    public synchronized List<String> names() {
        return names.list();
    }

    /** Whether a power cut would leave the file as it is, under this name. */
    public synchronized boolean isDurable(String name) {
        observeMappings();
        return names.isSynced(name) && file(name).isSynced();
    }

    /** Files opened and not closed. */
    public synchronized int openFiles() {
        return openFiles;
    }

    /** Puts a file there, replacing one of that name. */
    public synchronized void put(String name, byte[] bytes) {
        SimulatedFile file = new SimulatedFile();
        file.damage(bytes, 0);
        names.putSynced(name, file);
    }

    public synchronized void remove(String name) {
        names.removeSynced(name);
    }

    public synchronized void overwrite(String name, long offset, byte... bytes) {
        file(name).damage(bytes, offset);
    }

    /** Bit 0 is the lowest of the first byte. */
    public synchronized void flipBit(String name, long bit) {
        byte old = file(name).cache().read(bit / 8, 1)[0];
        file(name).damage(new byte[] {(byte) (old ^ 1 << bit % 8)}, bit / 8);
    }

    public synchronized void cut(String name, long length) {
        file(name).cut(length);
    }

    /** Page 0 is the first 4 KiB. */
    public synchronized void zeroPage(String name, int page) {
        file(name).damage(new byte[Pages.PAGE_BYTES], (long) page * Pages.PAGE_BYTES);
    }

    // The storage.

    @Override
    public Path directory() {
        return Path.of("simulated");
    }

    @Override
    public List<String> list() throws IOException {
        return perform(Operation.LIST, "", names::list);
    }

    @Override
    public synchronized boolean exists(String name) {
        requireAlive();
        return names.get(name) != null;
    }

    @Override
    public StorageFile create(String name) throws IOException {
        return perform(Operation.CREATE, name, () -> {
            requireFree(name);
            names.put(name, new SimulatedFile());
            return open(name, true);
        });
    }

    @Override
    public StorageFile openForReading(String name) throws IOException {
        return perform(Operation.OPEN, name, () -> open(name, false));
    }

    @Override
    public StorageFile openForWriting(String name) throws IOException {
        return perform(Operation.OPEN, name, () -> open(name, true));
    }

    @Override
    public void link(String existing, String name) throws IOException {
        perform(Operation.LINK, name, () -> {
            SimulatedFile file = present(existing);
            requireFree(name);
            names.put(name, file);
            return name;
        });
    }

    /** From a power cut on each of both has a file of its own, which has the other's name still. */
    @Override
    public void linkTo(String name, Storage other) throws IOException {
        if (!(other instanceof MemoryStorage target)) {
            throw new UnsupportedOperationException("no link from " + this + " to " + other);
        }
        SimulatedFile file = perform(Operation.OPEN, name, () -> present(name));
        file.namedElsewhere();
        target.perform(Operation.LINK, name, () -> {
            target.requireFree(name);
            target.names.put(name, file);
            return name;
        });
    }

    @Override
    public synchronized int names(String name) throws IOException {
        requireAlive();
        SimulatedFile file = present(name);
        return names.count(file) + file.namesElsewhere();
    }

    @Override
    public void delete(String name) throws IOException {
        perform(Operation.DELETE, name, () -> {
            names.remove(name);
            return name;
        });
    }

    @Override
    public void syncDirectory() throws IOException {
        perform(Operation.SYNC_DIRECTORY, "", () -> {
            names.sync();
            return "";
        }, fault -> {
            if (fault == Fault.FAILS) {
                names.syncFailed();
            }
        });
    }

    @Override
    public StatePage mapState(String name, int bytes) throws IOException {
        return perform(Operation.MAP_STATE, name, () -> {
            SimulatedFile file = present(name);
            if (file.cache().length() < bytes) {
                throw new EOFException(name + ": has " + file.cache().length() + " bytes, not " + bytes);
            }
            mapped.add(file);
            return new MemoryStatePage(this, name, file, bytes);
        });
    }

    @Override
    public @Nullable WriterLock tryLock(String name) throws IOException {
        return perform(Operation.LOCK, name, () -> {
            if (locked) {
                return null;
            }
            if (names.get(name) == null) {
                names.put(name, new SimulatedFile());
            }
            locked = true;
            return new MemoryLock();
        });
    }

    @Override
    public synchronized boolean isLocked(String name) {
        requireAlive();
        return locked;
    }

    // For the open files.

    /** Makes room for one page if there is none at the offset yet. */
    void requireRoom(SimulatedFile file, long offset) throws NoSpaceException {
        if (capacityBytes < Long.MAX_VALUE && file.cache().isHole(offset) && freeBytes() < Pages.PAGE_BYTES) {
            throw new NoSpaceException("simulated: " + usedBytes() + " of " + capacityBytes + " bytes are used", null);
        }
    }

    /** How far a write gets that does not come to its end. */
    int partOf(int bytes, Fault fault) {
        return switch (fault) {
            case FAILS -> 0;
            case FAILS_HALF_WAY -> bytes / 2;
            case CRASHES -> shareOfWrite() < 0 ? random.nextInt(bytes + 1) : (int) (shareOfWrite() * bytes);
        };
    }

    synchronized void unmap(SimulatedFile file) {
        if (mapped.remove(file)) {
            file.unmap();
        }
    }

    synchronized void closed() {
        openFiles--;
    }

    private StorageFile open(String name, boolean writable) throws IOException {
        SimulatedFile file = present(name);
        openFiles++;
        return new MemoryFile(this, name, file, writable);
    }

    private SimulatedFile present(String name) throws IOException {
        SimulatedFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    private SimulatedFile file(String name) {
        SimulatedFile file = names.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file " + name + " in " + names.list());
        }
        return file;
    }

    private void requireFree(String name) throws IOException {
        if (names.get(name) != null) {
            throw new FileAlreadyExistsException(name);
        }
    }

    private long usedBytes() {
        long used = 0;
        for (SimulatedFile file : names.files()) {
            used += file.cache().allocatedBytes();
        }
        return used;
    }

    @Override
    void observeMappings() {
        mapped.forEach(SimulatedFile::observeMapping);
    }

    private synchronized void unlock() {
        locked = false;
    }

    /** Frees the directory once, however often it is closed. */
    private final class MemoryLock implements WriterLock {

        private final AtomicBoolean held = new AtomicBoolean(true);

        @Override
        public void close() {
            if (held.getAndSet(false)) {
                unlock();
            }
        }
    }
}
