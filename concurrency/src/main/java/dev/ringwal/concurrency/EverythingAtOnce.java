package dev.ringwal.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two appends, the log's own work, a close and a disk that fails, all at once. */
@JCStressTest
@Outcome(id = {"1, 1", "1, 2", "1, 3", "2, 1", "2, 2", "2, 3", "3, 1", "3, 2", "3, 3"}, expect = Expect.ACCEPTABLE,
        desc = "each was answered once")
@Outcome(expect = Expect.FORBIDDEN, desc = "an append was never answered, or twice, or wrongly")
@State
public class EverythingAtOnce {

    private final Rig rig = new Rig();

    @Actor
    public void append() {
        rig.append(0);
    }

    @Actor
    public void tryToAppend() {
        rig.tryAppend(1);
    }

    @Actor
    public void close() {
        rig.close();
    }

    @Actor
    public void poison() {
        rig.poison();
    }

    @Actor
    public void work() {
        rig.work();
    }

    @Arbiter
    public void end(II_Result outcomes) {
        rig.end();
        outcomes.r1 = rig.outcome(0);
        outcomes.r2 = rig.outcome(1);
    }
}
