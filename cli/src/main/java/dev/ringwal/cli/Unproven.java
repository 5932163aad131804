package dev.ringwal.cli;

import dev.ringwal.log.local.ReadOnlyLog;

/** The note on records that are read although nothing proves a sync of them: what the next writer would keep after a crash. */
final class Unproven {

    private Unproven() {
    }

    static void sayOf(ReadOnlyLog log, Ringwal ringwal) {
        long records = log.unprovenRecords();
        if (records > 0) {
            ringwal.say("the last " + records + (records == 1 ? " record is" : " records are")
                    + " not proven durable: the next writer keeps and syncs what can be read then");
        }
    }
}
