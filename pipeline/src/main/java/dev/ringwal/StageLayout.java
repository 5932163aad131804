package dev.ringwal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Which stages share a thread, and with it a wake-up. */
final class StageLayout {

    private static final List<String> STAGES = List.of("encode", "write", "sync", "notify");

    private final int[] threadOf;
    private final List<WakeUp> wakeUps = new ArrayList<>();

    StageLayout(ThreadLayout layout) {
        threadOf = switch (layout) {
            case ONE -> new int[] {0, 0, 0, 0};
            case TWO -> new int[] {0, 0, 1, 1};
            case FOUR -> new int[] {0, 1, 2, 3};
        };
        for (int i = 0; i < threads(); i++) {
            wakeUps.add(new WakeUp());
        }
    }

    int threads() {
        return threadOf[threadOf.length - 1] + 1;
    }

    /** With one thread the group that is encoded is written before the next begins. Else one is filled, one written, one waits. */
    int groups() {
        return threads() == 1 ? 1 : 3;
    }

    WakeUp encodeWakeUp() {
        return wakeUps.get(threadOf[0]);
    }

    WakeUp writeWakeUp() {
        return wakeUps.get(threadOf[1]);
    }

    WakeUp syncWakeUp() {
        return wakeUps.get(threadOf[2]);
    }

    WakeUp notifyWakeUp() {
        return wakeUps.get(threadOf[3]);
    }

    /** The threads, not started, for the four stages in their order. */
    List<StageThread> threads(List<Stage> stages, Waiting waiting, LongSupplier clock, OwnThreads own, Poison poison,
            Consumer<Thread> ended) {
        List<StageThread> threads = new ArrayList<>();
        for (int thread = 0; thread < threads(); thread++) {
            List<Stage> shared = new ArrayList<>();
            StringBuilder name = new StringBuilder("ringwal");
            for (int stage = 0; stage < stages.size(); stage++) {
                if (threadOf[stage] == thread) {
                    shared.add(stages.get(stage));
                    name.append('-').append(STAGES.get(stage));
                }
            }
            threads.add(new StageThread(name.toString(), shared, wakeUps.get(thread), waiting, clock, own, poison, ended));
        }
        return threads;
    }
}
