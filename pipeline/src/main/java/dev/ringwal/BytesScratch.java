package dev.ringwal;

import dev.ringwal.log.EncoderFailedException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.RecordTooLargeException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.NativeBytes;
import org.jspecify.annotations.Nullable;

/**
 * An elastic off-heap {@code Bytes} that {@link BytesEncoder}s write to, bounded by the record limit: growing beyond it throws
 * before any memory is taken. The one class that uses Chronicle, so that it is loaded only where such an encoder is used.
 */
final class BytesScratch {

    private static final int START_BYTES = 4 * 1024;

    /** What a large value took beyond it is given back after it. */
    private static final int KEPT_BYTES = 1024 * 1024;

    private final int limitBytes;
    private ByteBuffer view = ByteBuffer.allocateDirect(START_BYTES);
    private @Nullable NativeBytes<?> bytes;

    BytesScratch(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * The value's bytes, position to limit.
     *
     * @throws RecordTooLargeException when it does not fit the record limit
     * @throws EncoderFailedException  when the encoder threw
     */
    <T> ByteBuffer encode(T value, BytesEncoder<? super T> encoder) {
        try {
            NativeBytes<?> out = cleared();
            encoder.encode(value, out);
            return copy(out);
        } catch (Throwable failure) {
            release(); // the encoder may have done anything to it
            throw explained(failure);
        }
    }

    private NativeBytes<?> cleared() {
        NativeBytes<?> out = bytes;
        if (out == null || out.realCapacity() > KEPT_BYTES) {
            release();
            out = NativeBytes.wrapWithNativeBytes(
                    BytesStore.nativeStoreWithFixedCapacity(Math.min(START_BYTES, limitBytes)), limitBytes);
            out.singleThreadedCheckDisabled(true); // a batch may wander from thread to thread
            bytes = out;
        }
        out.clear();
        return out;
    }

    private ByteBuffer copy(NativeBytes<?> out) {
        int length = Math.toIntExact(out.readRemaining());
        if (view.capacity() < length || view.capacity() > KEPT_BYTES) {
            view = ByteBuffer.allocateDirect(Math.max(length, START_BYTES));
        }
        view.clear().limit(length);
        out.copyTo(view);
        return view.position(0).limit(length);
    }

    private LogException explained(Throwable failure) {
        boolean full = failure instanceof BufferOverflowException || failure.getCause() instanceof BufferOverflowException;
        return full
                ? new RecordTooLargeException("an encoded record", limitBytes + 1L, limitBytes)
                : new EncoderFailedException(failure);
    }

    void release() {
        NativeBytes<?> old = bytes;
        bytes = null;
        if (old != null) {
            try {
                old.releaseLast();
            } catch (IllegalStateException released) {
                // by the user's encoder
            }
        }
    }
}
