package dev.ringwal.concurrency;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.local.DirectWorker;
import dev.ringwal.log.local.LocalLog;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.local.NobodyListens;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A reader beside the sync of a record: what it is shown is durable on the disk, whatever it is told of the durable sequence. */
@JCStressTest
@Outcome(id = {"false, true", "true, true"}, expect = Expect.ACCEPTABLE, desc = "not yet, or durable")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record was read before it was durable, or another one")
@State
public class ReaderAgainstSync {

    private static final String SEGMENT = "00000000000000000000.seg";

    private final MemoryStorage disk = new MemoryStorage(1);
    private final LogStore store;
    private final LogReader reader;

    public ReaderAgainstSync() {
        try {
            store = LocalLog.open(disk, new LocalSettings(LocalSettings.MIN_SEGMENT_BYTES, () -> 1, Thread::new), new DirectWorker(), () -> 7);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.start(new NobodyListens());
        Group group = new Group(1024);
        group.add(new byte[] {42}, 0, 1);
        group.complete();
        store.take(group);
        reader = store.reader(0);
    }

    @Actor
    public void sync() {
        store.sync();
    }

    @Actor
    public void read(ZZ_Result seen) {
        seen.r1 = reader.next();
        seen.r2 = !seen.r1 || reader.payload().get() == 42 && store.durableSequence() == 0 && disk.isDurable(SEGMENT);
    }

    @Arbiter
    public void end() {
        reader.close();
        store.finish();
    }
}
