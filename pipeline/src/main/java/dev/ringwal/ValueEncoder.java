package dev.ringwal;

import java.nio.ByteBuffer;

/** Encodes values of one type with the user's encoder, into whichever scratch it writes to. */
@FunctionalInterface
interface ValueEncoder<T> {

    /** @return the bytes, position to limit, valid until the scratches are used again */
    ByteBuffer encode(T value, Scratches scratches);
}
