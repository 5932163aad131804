package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
        end();

        assertEquals(100, ran.size());
        assertTrue(ran.stream().sorted().toList().equals(ran));
        assertEquals(1, threads.get());
    }

    @Test
    void threadBeginsWithTheFirstTask() throws Exception {
        assertEquals(0, threads.get());
        end();
        assertEquals(0, threads.get());
    }

    @Test
    void taskThatThrowsEndsOnlyItself() throws Exception {
        executor.execute(() -> {
            throw new AssertionError("a task's own");
        });
        Future<Integer> behind = executor.submit(() -> 7);

        assertEquals(7, behind.get(1, TimeUnit.MINUTES));
        end();
    }

    @Test
    void whatWasHandedInBeforeTheEndIsDone() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        executor.execute(() -> awaitUninterruptibly(go));
        Future<Integer> last = executor.submit(() -> 7);
        executor.shutdown();
        assertFalse(executor.isTerminated());
        go.countDown();

        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
        assertEquals(7, last.get());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> { }));
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
        assertEquals(7, unlucky.submit(() -> 7).get(1, TimeUnit.MINUTES));
        assertEquals(0, refused.get());
        unlucky.shutdown();
        assertTrue(unlucky.awaitTermination(1, TimeUnit.MINUTES));
    }

    private void end() throws InterruptedException {
        executor.shutdown();
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
