package dev.ringwal.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two appends and a close at once: each append is durable or was refused. */
@JCStressTest
@Outcome(id = {"1, 1", "1, 2", "2, 1", "2, 2"}, expect = Expect.ACCEPTABLE, desc = "durable, or refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "an append was never answered, or twice, or wrongly")
@State
public class AppendAgainstClose {

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

    @Arbiter
    public void end(II_Result outcomes) {
        rig.end();
        outcomes.r1 = rig.outcome(0);
        outcomes.r2 = rig.outcome(1);
    }
}
