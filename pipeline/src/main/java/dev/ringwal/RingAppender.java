package dev.ringwal;

import dev.ringwal.log.Address;
import dev.ringwal.log.AppendAbandonedException;
import dev.ringwal.log.AppendAbandonedException.Reason;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import dev.ringwal.log.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Appends one kind of payload through the gate. */
final class RingAppender<P> implements Appender<P> {

    /** More than a write takes: worth spinning for. */
    private static final long WRITE_NANOS = 20_000;

    private final PublishGate gate;
    private final Payload<P> kind;
    private final Durability durability;
    private final OwnThreads own;
    private final SyncTime syncTime;

    RingAppender(PublishGate gate, Payload<P> kind, Durability durability, OwnThreads own, SyncTime syncTime) {
        this.gate = gate;
        this.kind = kind;
        this.durability = Objects.requireNonNull(durability, "durability");
        this.own = own;
        this.syncTime = syncTime;
    }

    @Override
    public long append(P payload) {
        return append(payload, Patience.ENDLESS);
    }

    @Override
    public long append(P payload, Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return append(payload, Patience.of(timeout));
    }

    private long append(P payload, Patience patience) {
        own.refuseToWait("a blocking append");
        if (Thread.currentThread().isInterrupted()) {
            throw new AppendAbandonedException(Reason.INTERRUPTED, Outcome.NOT_WRITTEN);
        }
        Waiter waiter = new Waiter();
        gate.enter(payload, kind, durability, waiter, patience);
        return waiter.await(patience, durability == Durability.SYNCED ? syncTime.worthSpinningNanos() : WRITE_NANOS);
    }

    @Override
    public CompletableFuture<Long> appendAsync(P payload) {
        AppendFuture future = new AppendFuture(own);
        enter(payload, future, future, Patience.ENDLESS);
        return future;
    }

    @Override
    public CompletableFuture<Address> appendAddressed(P payload) {
        AddressFuture future = new AddressFuture(own);
        enter(payload, future, future, Patience.ENDLESS);
        return future;
    }

    @Override
    public void append(P payload, AppendCallback callback) {
        gate.enter(payload, kind, durability, Objects.requireNonNull(callback, "callback"), Patience.ENDLESS);
    }

    @Override
    public Optional<CompletableFuture<Long>> tryAppend(P payload) {
        AppendFuture future = new AppendFuture(own);
        return enter(payload, future, future, Patience.NONE) ? Optional.of(future) : Optional.empty();
    }

    @Override
    public boolean tryAppend(P payload, AppendCallback callback) {
        return gate.enter(payload, kind, durability, Objects.requireNonNull(callback, "callback"), Patience.NONE);
    }

    /** False when there was no room. What fails is in the future. */
    private boolean enter(P payload, AppendCallback completion, CompletableFuture<?> future, Patience patience) {
        try {
            return gate.enter(payload, kind, durability, completion, patience);
        } catch (LogException failure) {
            return future.completeExceptionally(failure);
        }
    }
}
