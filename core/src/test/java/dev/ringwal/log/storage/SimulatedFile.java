package dev.ringwal.log.storage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One file, whatever its names: what reads see (the cache) and what the disk is sure to have. They differ by what was not synced,
 * and by what a failed sync has <b>forgotten</b>: sectors that count as written though the disk does not have them, so that a later
 * sync succeeds and leaves them out. Not thread-safe.
 */
final class SimulatedFile {

    /** Of a mapped page that is never synced the latest images are kept, enough to choose from. */
    private static final int IMAGES = 64;

    private final Pages cache;
    private Pages disk;
    private final BitSet forgotten = new BitSet();

    /** All of the page that the writer which maps this file stores into without a call. */
    private @Nullable ByteBuffer mapping;

    /** What the mapping was at the last look, as long as the cache is the same. */
    private @Nullable ByteBuffer seen;

    /** What the mapped page was since the last sync, oldest first. */
    private final Deque<byte[]> images = new ArrayDeque<>();

    /** Names in other directories, which are not taken back when these go. */
    private int namesElsewhere;

    SimulatedFile() {
        this(new Pages(), new Pages());
    }

    private SimulatedFile(Pages cache, Pages disk) {
        this.cache = cache;
        this.disk = disk;
    }

    /** Without the mapping: that stays with its process. */
    SimulatedFile copy() {
        observeMapping();
        SimulatedFile copy = new SimulatedFile(cache.copy(), disk.copy());
        copy.forgotten.or(forgotten);
        copy.images.addAll(images);
        copy.namesElsewhere = namesElsewhere;
        return copy;
    }

    void namedElsewhere() {
        namesElsewhere++;
    }

    int namesElsewhere() {
        return namesElsewhere;
    }

    Pages cache() {
        return cache;
    }

    /** What was stored into the mapping is seen. */
    int read(ByteBuffer target, long offset) {
        observeMapping();
        return cache.read(target, offset);
    }

    void map(ByteBuffer page) {
        observeMapping();
        page.put(0, cache.read(0, page.capacity()));
        mapping = page.duplicate().clear(); // whoever stores meanwhile moves the page's own limit
        seen = null;
    }

    void unmap() {
        observeMapping();
        mapping = null;
    }

    /** Takes over what was stored into the mapping since the last look. */
    void observeMapping() {
        ByteBuffer page = mapping;
        if (page == null || page.equals(seen)) {
            return;
        }
        byte[] image = new byte[page.capacity()];
        page.get(0, image);
        takeOver(image);
        seen = ByteBuffer.wrap(image);
    }

    private void takeOver(byte[] image) {
        boolean differs = false;
        for (int sector = 0; sector < Pages.sectors(image.length); sector++) {
            if (cache.sectorDiffers(image, sector)) {
                forgotten.clear(sector);
                differs = true;
            }
        }
        if (!differs) {
            return;
        }
        cache.writePart(ByteBuffer.wrap(image, 0, (int) Math.min(image.length, cache.length())), 0);
        if (images.size() == IMAGES) {
            images.removeFirst();
        }
        images.addLast(image);
    }

    int writePart(ByteBuffer source, long offset) {
        int written = cache.writePart(source, offset);
        seen = null;
        forgotten.clear(Math.toIntExact(offset / Pages.SECTOR_BYTES), Pages.sectors(offset + written));
        return written;
    }

    void shorten(long length) {
        cache.setLength(length);
        seen = null;
    }

    void sync() {
        Pages synced = cache.copy();
        forgotten.stream().forEach(sector -> synced.takeSector(disk, sector));
        disk = synced;
        images.clear();
    }

    /** What was not synced counts as written from now on, and is not on the disk. A crash instead leaves it as it was. */
    void syncFailed(Fault fault) {
        if (fault == Fault.CRASHES) {
            return;
        }
        for (int sector = 0; sector < Pages.sectors(cache.length()); sector++) {
            if (cache.sectorDiffers(disk, sector)) {
                forgotten.set(sector);
            }
        }
        images.clear();
    }

    /** The system takes clean pages from memory: what a failed sync has forgotten is now gone for reads, too. */
    void dropCache() {
        forgotten.stream().forEach(sector -> cache.takeSector(disk, sector));
        forgotten.clear();
        seen = null;
    }

    boolean isSynced() {
        boolean same = cache.length() == disk.length();
        for (int sector = 0; same && sector < Pages.sectors(cache.length()); sector++) {
            same = !cache.sectorDiffers(disk, sector);
        }
        return same;
    }

    /** Bytes of the disk change without any write. Of a page that is still mapped, its process soon restores them. */
    void damage(byte[] bytes, long offset) {
        cache.write(bytes, offset);
        disk.write(bytes, offset);
        images.clear();
        seen = null;
    }

    void cut(long length) {
        cache.setLength(length);
        disk.setLength(length);
        seen = null;
    }

    SimulatedFile afterPowerCut(Unsynced unsynced, Random random) {
        observeMapping();
        Pages left = switch (unsynced) {
            case LOST -> disk.copy();
            case KEPT -> kept();
            case LATER_KEPT -> laterKept();
            case GARBLED -> garbled(random);
            case SCATTERED -> new Scattering(random, true).of(disk, kept(), List.copyOf(images));
            case SECTORS_DESTROYED -> new Scattering(random, false).of(disk, kept(), List.copyOf(images));
        };
        SimulatedFile after = new SimulatedFile(left, left.copy());
        after.namesElsewhere = namesElsewhere;
        return after;
    }

    private Pages laterKept() {
        Pages kept = kept();
        List<Integer> written = writtenSectors(kept);
        Pages left = disk.copy();
        left.setLength(kept.length());
        written.subList(written.size() / 2, written.size()).forEach(sector -> left.takeSector(kept, sector));
        return left;
    }

    /** A mapped page is written a sector at a time: it is as it was at some time. */
    private Pages garbled(Random random) {
        Pages kept = kept();
        Pages left = kept.copy();
        if (images.isEmpty()) {
            Scattering garbling = new Scattering(random, true);
            writtenSectors(kept).forEach(sector -> garbling.garble(left, sector, disk, kept));
        }
        return left;
    }

    private List<Integer> writtenSectors(Pages kept) {
        return IntStream.range(0, Pages.sectors(kept.length())).filter(sector -> kept.sectorDiffers(disk, sector)).boxed().toList();
    }

    private Pages kept() {
        Pages kept = cache.copy();
        forgotten.stream().forEach(sector -> kept.takeSector(disk, sector));
        return kept;
    }
}
