package dev.ringwal.log.storage;

/** The simulated machine or process has stopped: thrown by the call at which it did, and by every later one. */
public final class SimulatedCrash extends Error {

    SimulatedCrash(String where) {
        super(where);
    }
}
