package dev.ringwal;

import dev.ringwal.log.Address;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Appends payloads of one kind with one {@link dev.ringwal.log.Durability}. Any thread, any number of threads.
 *
 * <p><b>Order.</b> Appends of one thread get ascending sequences in the order of its calls, through whichever appenders of the log.
 * Completions ascend too.
 *
 * <p><b>Payloads.</b> The bytes are copied before a method returns, so arrays and buffers can be used again at once; a buffer's
 * position is its limit then. Only values of {@link WriteAheadLog#withBytesEncoder} and {@link WriteAheadLog#withBufferEncoder} are held
 * by reference and encoded later: they must not be changed until the append has completed. A {@link Batch} gives up its content.
 *
 * <p><b>Failures.</b> What goes wrong is a {@link dev.ringwal.log.LogException}, whose {@code outcome()} says whether the record may
 * be in the log all the same. The forms that return a sequence throw it. Those that return a future always put it there, even if
 * the log is closed already. Those that take a callback throw it as long as the record is not handed in, and then never call the
 * callback; once they have returned normally (or true) the callback is called exactly once. Errors of arguments
 * ({@code NullPointerException}, {@code IllegalArgumentException}) are always thrown.
 *
 * <p><b>Waiting.</b> On a thread of the log's own (in a callback, an encoder, a listener, or what depends on an appender's future)
 * nothing may wait for the log's progress: what would have to wait throws {@code IllegalStateException} there, and nothing was
 * appended. The {@code tryAppend} forms never wait, and are the ones to use there.
 *
 * @param <P> the payload
 */
public interface Appender<P> {

    /**
     * Appends and waits for the acknowledgement. An interrupt ends the waiting with an
     * {@link dev.ringwal.log.AppendAbandonedException}; the interrupt status stays set.
     *
     * @return the record's sequence; of a batch, its last record's
     */
    long append(P payload);

    /**
     * As {@link #append(Object)}, for so long at most.
     *
     * @throws dev.ringwal.log.AppendAbandonedException when the time is up: not written if there was no room to hand it in, else
     *     unknown
     */
    long append(P payload, Duration timeout);

    /** Appends, waiting for room if there is none. The future has the sequence, or the {@code LogException}. */
    CompletableFuture<Long> appendAsync(P payload);

    /**
     * As {@link #appendAsync}, for callers with an index of their own: the future has the record's address, of a batch its last record's.
     */
    CompletableFuture<Address> appendAddressed(P payload);

    /** Appends, waiting for room if there is none. Allocates nothing but a copy of a payload above a KiB. */
    void append(P payload, AppendCallback callback);

    /** Appends if there is room now. Empty when there is none: nothing happened, and a batch kept its content. */
    Optional<CompletableFuture<Long>> tryAppend(P payload);

    /**
     * Appends if there is room now. False when there is none: nothing happened, and a batch kept its content. Allocates nothing but a
     * copy of a payload above a KiB.
     */
    boolean tryAppend(P payload, AppendCallback callback);
}
