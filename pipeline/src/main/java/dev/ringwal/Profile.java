package dev.ringwal;

import org.jspecify.annotations.Nullable;

/** Settings that go together, by what they are for. What is promised is the same with each. */
public enum Profile {

    /**
     * Right for most, and the default: layout and waiting by the processors there are. Near the least latency while appends keep coming,
     * nothing when idle.
     */
    BALANCED(null, null),

    /**
     * The least latency, one thread that never sleeps: costs a processor, idle or not, and needs it free, and one for each caller that
     * waits, four at most. Where anything else runs on them, the tail is worse than with {@link #BALANCED}: keep them free, and pin the
     * log's thread to one, from outside.
     */
    LOW_LATENCY(ThreadLayout.ONE, Waiting.SPIN),

    /**
     * The most records a second from producers that keep many in flight: the next group is encoded and written while a sync runs, and
     * no processor is spent on waiting. Costs two threads, and a wake-up in the latency of each single append.
     */
    THROUGHPUT(ThreadLayout.TWO, Waiting.PARK);

    private final @Nullable ThreadLayout threadLayout;
    private final @Nullable Waiting waiting;

    Profile(@Nullable ThreadLayout threadLayout, @Nullable Waiting waiting) {
        this.threadLayout = threadLayout;
        this.waiting = waiting;
    }

    ThreadLayout threadLayout(int processors) {
        return threadLayout != null ? threadLayout : processors < 4 ? ThreadLayout.ONE : ThreadLayout.TWO;
    }

    Waiting waiting(int processors) {
        return waiting != null ? waiting : processors < 2 ? Waiting.PARK : Waiting.SPIN_THEN_PARK;
    }
}
