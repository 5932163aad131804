package dev.ringwal;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How one stage thread is woken, without lock or system call as long as it is awake.
 *
 * <p>Whoever advances what the thread waits for: advances it, then {@link #signal}s (full fence, look for the announcement, unpark).
 * The thread: {@link #announce}s (full fence), looks at everything once more, then {@link #park}s. So one of the two sees the other.
 *
 * <p>The encoding thread's is the ring's {@code WaitStrategy}, whose one job here is to signal on publishing: the stages ask the ring
 * what is available and never wait in a barrier.
 */
final class WakeUp implements WaitStrategy {

    private volatile @Nullable Thread thread;

    /** 1 when announced. Unlike a {@code VarHandle} it takes no memory at its first use: no signal is lost where there is none. */
    private final AtomicInteger announced = new AtomicInteger();

    /** Whom to wake. Nobody until then: tests step the stages themselves. */
    void wakes(Thread sleeper) {
        thread = sleeper;
    }

    /** Wakes the thread if it sleeps or is about to. Called after what it waits for was advanced. Any thread. */
    void signal() {
        Thread sleeper = thread;
        if (sleeper == Thread.currentThread()) {
            return; // it looks again before it sleeps
        }
        VarHandle.fullFence();
        if (announced.get() == 1 && announced.compareAndSet(1, 0)) {
            LockSupport.unpark(sleeper);
        }
    }

    /** The thread is about to sleep: it must look once more now. */
    void announce() {
        announced.set(1);
        VarHandle.fullFence();
    }

    /** The thread found something and does not sleep. */
    void withdraw() {
        announced.set(0);
    }

    /** Sleeps until signalled, or for so long; returns earlier without a reason, too. */
    void park(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
        announced.set(0);
    }

    @Override
    public void signalAllWhenBlocking() {
        signal();
    }

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier) {
        throw new UnsupportedOperationException("no barrier is waited in");
    }
}
