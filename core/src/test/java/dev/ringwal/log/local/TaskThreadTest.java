package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogThread;
import dev.ringwal.log.storage.NoSpaceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskThreadTest {

    private final AtomicInteger threads = new AtomicInteger();
    private final TaskThread executor = new TaskThread(this::thread);

    private Thread thread(Runnable work) {
        threads.incrementAndGet();
        return new LogThread(work, "tasks");
    }

    @Test
    void tasksRunOneAfterTheOther() throws Exception {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            executor.execute(() -> ran.add(number));
        }
        executor.end();

        assertEquals(100, ran.size());
        assertTrue(ran.stream().sorted().toList().equals(ran));
        assertEquals(1, threads.get());
    }

    @Test
    void threadBeginsWithTheFirstTask() throws Exception {
        assertEquals(0, threads.get());
        executor.end();
        assertEquals(0, threads.get());
    }

    @Test
    void taskThatThrowsEndsOnlyItself() throws Exception {
        executor.execute(() -> {
            throw new AssertionError("a task's own");
        });
        Task<Integer> behind = submit(() -> 7);

        assertEquals(7, behind.get());
        executor.end();
    }

    @Test
    void whatTheWorkThrewIsThrownToWhoeverWaits() {
        Task<Integer> failing = submit(() -> {
            throw new NoSpaceException("full", null);
        });
        Task<Integer> dying = submit(() -> {
            throw new OutOfMemoryError("none");
        });

        assertEquals("full", assertThrows(NoSpaceException.class, failing::get).getMessage());
        assertFalse(dying.await());
        assertThrows(OutOfMemoryError.class, dying::get);
        executor.end();
    }

    @Test
    void whatWasHandedInBeforeTheEndIsDone() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        executor.execute(() -> awaitUninterruptibly(go));
        Task<Integer> last = submit(() -> 7);
        Thread ending = new Thread(executor::end);
        ending.start();
        go.countDown();
        ending.join();

        assertEquals(7, last.get());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> { }));
    }

    @Test
    void interruptedThreadWaitsOnAndStaysInterrupted() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        executor.execute(() -> awaitUninterruptibly(go));
        Task<Integer> last = submit(() -> 7);
        Thread.currentThread().interrupt();
        go.countDown();

        assertEquals(7, last.get());
        assertTrue(Thread.currentThread().isInterrupted());
        executor.end();
        assertTrue(Thread.interrupted());
    }

    @Test
    void threadThatCouldNotBeStartedIsTriedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        TaskThread unlucky = new TaskThread(work -> {
            if (attempts.getAndIncrement() == 0) {
                throw new OutOfMemoryError("no thread");
            }
            return new LogThread(work, "tasks");
        });
        AtomicInteger refused = new AtomicInteger();

        assertThrows(OutOfMemoryError.class, () -> unlucky.execute(refused::incrementAndGet));
        Task<Integer> next = new Task<>(() -> 7);
        unlucky.execute(next);
        assertEquals(7, next.get());
        assertEquals(0, refused.get());
        unlucky.end();
    }

    private Task<Integer> submit(Callable<Integer> work) {
        Task<Integer> task = new Task<>(work);
        executor.execute(task);
        return task;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
