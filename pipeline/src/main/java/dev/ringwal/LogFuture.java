package dev.ringwal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that refuses to be waited for on a thread that its log needs to complete it, and so do the futures that depend on it. One
 * reference larger than its parent: 24 bytes, 48 with the sequence in it.
 */
class LogFuture<T> extends CompletableFuture<T> {

    private final OwnThreads own;

    LogFuture(OwnThreads own) {
        this.own = own;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LogFuture<>(own);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseToWait();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseToWait();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        refuseToWait();
        return super.join();
    }

    private void refuseToWait() {
        if (!isDone()) {
            own.refuseToWait("a future");
        }
    }
}
