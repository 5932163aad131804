package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the tests of logs with threads share. */
final class Logs {

    private Logs() {
    }

    static WriteAheadLog open(FakeStore store, ThreadLayout layout) {
        return open(store, layout, builder -> { });
    }

    static WriteAheadLog open(FakeStore store, ThreadLayout layout, Consumer<LogBuilder> settings) {
        LogBuilder builder = WriteAheadLog.builder(Path.of("unused")).threadLayout(layout);
        settings.accept(builder);
        return builder.open(store, System::nanoTime);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** The future's value; the tests' time-outs say when it never comes. */
    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static <E extends LogException> E failure(Class<E> type, CompletableFuture<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
        return assertInstanceOf(type, failure.getCause());
    }

    /** Runs it on another thread. */
    static <T> CompletableFuture<T> elsewhere(java.util.concurrent.Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        }, "elsewhere");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(System.nanoTime() < deadline, () -> "never waited: " + thread.getState());
            Thread.onSpinWait();
        }
    }

    static Stream<String> logThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("ringwal"));
    }
}
