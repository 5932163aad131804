package dev.ringwal.concurrency;

import dev.ringwal.log.format.SparseIndex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Who looks where a record is while the next segment is noted in the same memory: its place in the segment asked for, or none. */
@JCStressTest
@Outcome(id = "40000", expect = Expect.ACCEPTABLE, desc = "where it is")
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "another segment is noted by now")
@Outcome(expect = Expect.FORBIDDEN, desc = "a place in the next segment, or too far in front")
@State
public class IndexAgainstRoll {

    private static final int STRIDE_BYTES = 10_000;

    private final SparseIndex index = new SparseIndex();

    public IndexAgainstRoll() {
        note(1, STRIDE_BYTES, 5);
    }

    /** Sequences from 1 on, each a stride further. */
    private void note(long segment, long from, int count) {
        index.begin(segment);
        for (int i = 1; i <= count; i++) {
            index.add(i, 0, from + i * (long) STRIDE_BYTES);
        }
    }

    @Actor
    public void roll() {
        note(2, 5, 20); // more than there is room for
    }

    @Actor
    public void look(J_Result seen) {
        seen.r1 = index.offsetIn(1, 3, 0);
    }
}
