package dev.ringwal.log.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a simulated file: pages that are never changed once they are here, so that a copy shares them all and a mostly zero
 * file costs next to nothing. A page that was never written is a hole and takes no room on the simulated disk. Bytes of the last
 * page behind the length are zero. Not thread-safe.
 */
final class Pages {

    static final int PAGE_BYTES = 4096;
    static final int SECTOR_BYTES = 512;

    private static final byte[] HOLE = new byte[PAGE_BYTES];
    private static final byte[] ZEROS = new byte[PAGE_BYTES];

    private byte[][] pages = {};
    private long length;

    Pages copy() {
        Pages copy = new Pages();
        copy.pages = pages.clone();
        copy.length = length;
        return copy;
    }

    long length() {
        return length;
    }

    /** Room taken on the disk. */
    long allocatedBytes() {
        long allocated = 0;
        for (byte[] page : pages) {
            allocated += page == HOLE ? 0 : PAGE_BYTES;
        }
        return allocated;
    }

    /** Whether a write at the offset would need room for the page there. */
    boolean isHole(long offset) {
        return page(indexOf(offset)) == HOLE;
    }

    int read(ByteBuffer target, long offset) {
        int count = (int) Math.min(target.remaining(), Math.max(0, length - offset));
        int done = 0;
        while (done < count) {
            int inPage = (int) ((offset + done) % PAGE_BYTES);
            int part = Math.min(count - done, PAGE_BYTES - inPage);
            target.put(page(indexOf(offset + done)), inPage, part);
            done += part;
        }
        return count;
    }

    byte[] read(long offset, int count) {
        byte[] bytes = new byte[count];
        read(ByteBuffer.wrap(bytes), offset);
        return bytes;
    }

    /** Writes as much as belongs into the page at the offset, and lets the file grow to it. */
    int writePart(ByteBuffer source, long offset) {
        int inPage = (int) (offset % PAGE_BYTES);
        int part = Math.min(source.remaining(), PAGE_BYTES - inPage);
        int index = indexOf(offset);
        setLength(Math.max(length, offset + part));
        byte[] page = pages[index].clone();
        source.get(page, inPage, part);
        pages[index] = Arrays.equals(page, ZEROS) ? ZEROS : page;
        return part;
    }

    void write(byte[] bytes, long offset) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            writePart(source, offset + source.position());
        }
    }

    /** Cuts, or grows by a hole. */
    void setLength(long newLength) {
        int count = Math.toIntExact((newLength + PAGE_BYTES - 1) / PAGE_BYTES);
        int had = pages.length;
        if (count != had) {
            pages = Arrays.copyOf(pages, count);
        }
        if (count > had) {
            Arrays.fill(pages, had, count, HOLE);
        }
        int rest = (int) (newLength % PAGE_BYTES);
        if (newLength < length && rest > 0 && pages[count - 1] != HOLE) {
            byte[] last = Arrays.copyOf(pages[count - 1], rest);
            pages[count - 1] = Arrays.copyOf(last, PAGE_BYTES);
        }
        length = newLength;
    }

    /** Takes one sector from another file, no further than this one's length. */
    void takeSector(Pages other, int sector) {
        long offset = (long) sector * SECTOR_BYTES;
        int count = (int) Math.min(SECTOR_BYTES, length - offset);
        if (count > 0) {
            write(other.read(offset, count), offset);
        }
    }

    /** Shared pages tell at once that nothing differs; most are. */
    boolean sectorDiffers(Pages other, int sector) {
        long offset = (long) sector * SECTOR_BYTES;
        byte[] mine = page(indexOf(offset));
        byte[] others = other.page(indexOf(offset));
        int from = (int) (offset % PAGE_BYTES);
        return mine != others && !Arrays.equals(mine, from, from + SECTOR_BYTES, others, from, from + SECTOR_BYTES);
    }

    /** The same of contents that are no file's: whole sectors from the first on. */
    boolean sectorDiffers(byte[] contents, int sector) {
        int offset = sector * SECTOR_BYTES;
        int from = offset % PAGE_BYTES;
        return !Arrays.equals(page(indexOf(offset)), from, from + SECTOR_BYTES, contents, offset, offset + SECTOR_BYTES);
    }

    static int sectors(long length) {
        return Math.toIntExact((length + SECTOR_BYTES - 1) / SECTOR_BYTES);
    }

    private byte[] page(int index) {
        return index < pages.length ? pages[index] : HOLE;
    }

    private static int indexOf(long offset) {
        return Math.toIntExact(offset / PAGE_BYTES);
    }
}
