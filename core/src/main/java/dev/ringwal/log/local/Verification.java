package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import org.jspecify.annotations.Nullable;

/**
 * What a walk over every frame found.
 *
 * @param records   that verify, in front of the damage if there is any
 * @param bytes     of frames walked
 * @param tornBytes an unfinished last write: expected after a crash
 * @param damage    the first, or null in an intact log
 */
public record Verification(long records, int segments, long bytes, long tornBytes, @Nullable CorruptLogException damage) {

    public boolean intact() {
        return damage == null;
    }
}
