package dev.ringwal.log.storage;

import java.io.IOException;
import java.util.function.BiConsumer;

/**
 * What of a {@link MemoryStorage} runs and stops: every operation passes {@link #perform}, which counts it, announces it, lets it
 * fail if that is planned, and stops for good at a crash. Knows no files. Its monitor is the one lock around everything; a hook
 * runs outside it.
 */
abstract class Machine {

    private final FaultPlan faults = new FaultPlan();
    private volatile BiConsumer<Operation, String> hook = (operation, name) -> { };
    private BiConsumer<Operation, Fault> witness = (operation, fault) -> { };
    private boolean stopped;

    /** Lets an operation fail once, the nth from now; 1 is the next. */
    public void fail(Operation operation, int nth) {
        fail(operation, nth, "");
    }

    /** Counts only operations on files whose name contains the part. */
    public synchronized void fail(Operation operation, int nth, String namePart) {
        faults.fail(operation, nth, namePart, Fault.FAILS);
    }

    /** Lets an operation fail from the nth on, until {@link #repair}. */
    public synchronized void failFrom(Operation operation, int nth, String namePart) {
        faults.failFrom(operation, nth, namePart);
    }

    /** Lets a write fail when half of it is written. */
    public synchronized void failHalfWay(int nthWrite, String namePart) {
        faults.fail(Operation.WRITE, nthWrite, namePart, Fault.FAILS_HALF_WAY);
    }

    /** Stops the machine instead of the nth change from now; a write gets some way. Then kill or power cut. */
    public synchronized void crashAt(long nthChange) {
        faults.crashAt(nthChange, -1);
    }

    /** As before; a write gets so far, from 0, not at all, to 1, to its end. */
    public synchronized void crashAt(long nthChange, double shareOfWrite) {
        faults.crashAt(nthChange, shareOfWrite);
    }

    double shareOfWrite() {
        return faults.shareOfWrite();
    }

    /** Forgets every fault that is planned. What they did stays done. */
    public synchronized void repair() {
        faults.clear();
    }

    /** Operations until now for which {@link Operation#isChange} holds. */
    public synchronized long changes() {
        return faults.changes();
    }

    /** Called before each operation, with the file's name or nothing; may block, which makes the disk slow. */
    public void onOperation(BiConsumer<Operation, String> before) {
        hook = before;
    }

    /** Called when an operation goes wrong as planned. */
    public synchronized void onFault(BiConsumer<Operation, Fault> after) {
        witness = after;
    }

    /** Whether it crashed, or ended. */
    public synchronized boolean hasStopped() {
        return stopped;
    }

    /** What an operation does once it is clear that it does not fail. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** What it does of its work all the same when it does. */
    interface Failing {
        void run(Fault fault) throws IOException;
    }

    <T> T perform(Operation operation, String name, Call<T> call) throws IOException {
        return perform(operation, name, call, fault -> { });
    }

    <T> T perform(Operation operation, String name, Call<T> call, Failing failing) throws IOException {
        hook.accept(operation, name);
        synchronized (this) {
            requireAlive();
            if (operation.isChange()) {
                observeMappings();
            }
            Fault fault = faults.next(operation, name);
            if (fault == null) {
                return call.run();
            }
            witness.accept(operation, fault);
            stopped = fault == Fault.CRASHES;
            failing.run(fault);
            requireAlive();
            throw new IOException("simulated: " + operation + " failed " + name);
        }
    }

    void stop() {
        stopped = true;
    }

    void requireAlive() {
        if (stopped) {
            throw new SimulatedCrash("this machine has stopped");
        }
    }

    /** Takes over what was stored since the last change without any call. */
    abstract void observeMappings();
}
