package dev.ringwal.log.storage;

import java.util.List;
import java.util.Random;

/**
 * What a power cut may leave of one file: a mixture of what the disk was sure to have and what was on its way. How much comes
 * through is drawn per file, so that "all but one sector" and "only one" are as likely as "half of them".
 */
final class Scattering {

    private static final double[] SHARES_KEPT = {0, 0.1, 0.5, 0.9, 1};

    private final Random random;
    private final double shareKept;
    private final boolean powersafe;

    /** @param powersafe whether bytes that a write does not change are never harmed */
    Scattering(Random random, boolean powersafe) {
        this.random = random;
        this.powersafe = powersafe;
        this.shareKept = SHARES_KEPT[random.nextInt(SHARES_KEPT.length)];
    }

    /** @param images what a mapped page at the start of the file was since the last sync: nothing else can be left of it */
    Pages of(Pages synced, Pages pending, List<byte[]> images) {
        Pages left = synced.copy();
        left.setLength(random.nextBoolean() ? pending.length() : synced.length());
        int mappedSectors = images.isEmpty() ? 0 : Pages.sectors(images.get(0).length);
        for (int sector = 0; sector < Pages.sectors(Math.min(left.length(), pending.length())); sector++) {
            if (sector < mappedSectors) {
                takeOneOf(left, sector, images);
            } else if (pending.sectorDiffers(synced, sector)) {
                scatter(left, sector, synced, pending);
            }
        }
        return left;
    }

    private void takeOneOf(Pages left, int sector, List<byte[]> images) {
        int choice = random.nextInt(images.size() + 1);
        if (choice > 0) {
            Pages image = new Pages();
            image.write(images.get(choice - 1), 0);
            left.takeSector(image, sector);
        }
    }

    private void scatter(Pages left, int sector, Pages synced, Pages pending) {
        if (random.nextDouble() < shareKept) {
            left.takeSector(pending, sector);
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> overwriteChanged(left, sector, synced, pending, false);
            case 1 -> garble(left, sector, synced, pending);
            default -> { }
        }
    }

    void garble(Pages left, int sector, Pages synced, Pages pending) {
        overwriteChanged(left, sector, synced, pending, true);
    }

    /** Bytes that the write would not have changed stay, unless the disk is one that spoils them. */
    private void overwriteChanged(Pages left, int sector, Pages synced, Pages pending, boolean garbled) {
        long offset = (long) sector * Pages.SECTOR_BYTES;
        int count = (int) Math.min(Pages.SECTOR_BYTES, left.length() - offset);
        byte[] old = synced.read(offset, count);
        byte[] fresh = pending.read(offset, count);
        for (int i = 0; i < count; i++) {
            if (old[i] != fresh[i] || garbled && !powersafe) {
                old[i] = garbled ? (byte) random.nextInt() : 0;
            }
        }
        left.write(old, offset);
    }
}
