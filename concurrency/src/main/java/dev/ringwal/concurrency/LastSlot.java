package dev.ringwal.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two appends for the last slot of the ring, and a close that wants one too: who gets it is served, and the close comes through. */
@JCStressTest
@Outcome(id = {"1, 2", "2, 1", "2, 2"}, expect = Expect.ACCEPTABLE, desc = "one at most got it")
@Outcome(expect = Expect.FORBIDDEN, desc = "an append was never answered, or twice, or there was room for more than there is")
@State
public class LastSlot {

    private final Rig rig = new Rig();

    public LastSlot() {
        rig.fillRing();
    }

    @Actor
    public void tryToAppend() {
        rig.tryAppend(0);
    }

    @Actor
    public void tryToAppendToo() {
        rig.tryAppend(1);
    }

    @Actor
    public void close() {
        rig.close();
    }

    @Arbiter
    public void end(II_Result outcomes) {
        rig.end();
        outcomes.r1 = rig.outcome(0);
        outcomes.r2 = rig.outcome(1);
    }
}
