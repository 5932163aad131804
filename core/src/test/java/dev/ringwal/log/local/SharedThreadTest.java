package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.LogThread;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // no interrupt ends the waits here
class SharedThreadTest {

    private final List<Thread> threads = new ArrayList<>();
    private final SharedThread shared = new SharedThread(this::thread);
    private final Worker one = shared.join();
    private final Worker other = shared.join();
    private boolean noThreads;

    private Thread thread(Runnable work) {
        if (noThreads) {
            throw new OutOfMemoryError("no thread");
        }
        Thread thread = new LogThread(work, "tasks");
        threads.add(thread);
        return thread;
    }

    private static <T> Task<T> submit(Worker worker, Callable<T> work) {
        Task<T> task = new Task<>(work);
        worker.execute(task);
        return task;
    }

    private static boolean await(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return true;
    }

    @Test
    void tasksOfAllRunOnOneThreadInTheOrderInWhichTheyCame() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            (i % 3 == 0 ? one : other).execute(() -> {
                assertSame(threads.get(0), Thread.currentThread());
                ran.add(number);
            });
        }
        one.end();
        other.end();

        assertEquals(100, ran.size());
        assertEquals(ran.stream().sorted().toList(), ran);
        assertEquals(1, threads.size());
    }

    @Test
    void logThatEndsLeavesTheThreadToTheOthers() throws IOException {
        submit(one, () -> 1);
        one.end();

        assertThrows(RejectedExecutionException.class, () -> one.execute(() -> { }));
        assertEquals(7, submit(other, () -> 7).get());
        assertEquals(1, threads.size());
    }

    @Test
    void endWaitsForTheLogsOwnTasksOnly() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        Task<Integer> own = submit(one, () -> 1);
        Task<Boolean> others = submit(other, () -> await(go));
        one.end();

        assertTrue(own.hasEnded());
        assertFalse(others.hasEnded());
        go.countDown();
        assertTrue(others.get());
    }

    @Test
    void errorInOneLogsTaskEndsOnlyIt() throws IOException {
        Task<Integer> failing = submit(one, () -> {
            throw new OutOfMemoryError("none");
        });
        one.execute(() -> {
            throw new AssertionError("a task's own");
        });

        assertEquals(7, submit(other, () -> 7).get());
        assertThrows(OutOfMemoryError.class, failing::get);
        one.end();
        assertEquals(8, submit(other, () -> 8).get());
    }

    @Test
    void threadEndsWhenItIsClosedAndTheLastLogHasEnded() throws Exception {
        Task<Integer> last = submit(other, () -> 7);
        shared.close();
        shared.close();
        one.end();
        one.end();
        assertEquals(7, last.get());
        assertEquals(8, submit(other, () -> 8).get());
        other.end();

        threads.get(0).join();
        assertThrows(RejectedExecutionException.class, shared::join);
    }

    @Test
    void threadStaysForLogsToComeUntilItIsClosed() throws Exception {
        submit(one, () -> 7);
        one.end();
        other.end();
        assertEquals(8, submit(shared.join(), () -> 8).get());
        assertEquals(1, threads.size());
    }

    @Test
    void taskForWhichThereIsNoThreadIsNotKept() throws IOException {
        noThreads = true;
        Task<Integer> refused = new Task<>(() -> 1);
        assertThrows(OutOfMemoryError.class, () -> one.execute(refused));
        noThreads = false;

        assertEquals(7, submit(one, () -> 7).get());
        assertFalse(refused.hasEnded());
        one.end();
    }

    @Test
    void interruptedThreadWaitsForTheEndAndStaysInterrupted() {
        CountDownLatch go = new CountDownLatch(1);
        Task<Boolean> task = submit(one, () -> await(go));
        Thread.currentThread().interrupt();
        other.execute(() -> { });
        go.countDown();
        one.end();

        assertTrue(task.hasEnded());
        assertTrue(Thread.interrupted());
    }

    @Test
    void logThatCannotBeOpenedEndsItsWorker() throws IOException {
        MemoryStorage disk = new MemoryStorage(7);
        LocalSettings settings = new LocalSettings(LocalSettings.MIN_SEGMENT_BYTES, () -> 1, this::thread);
        LocalLog.open(disk, settings, one, () -> 7);
        assertThrows(LogInUseException.class, () -> LocalLog.open(disk, settings, other, () -> 7));

        assertThrows(RejectedExecutionException.class, () -> other.execute(() -> { }));
        one.execute(() -> { });
    }
}
