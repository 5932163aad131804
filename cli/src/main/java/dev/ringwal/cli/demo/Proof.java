package dev.ringwal.cli.demo;

import dev.ringwal.log.LogReader;

/**
 * What comparing the log with the witness gives.
 *
 * @param acknowledged records that were acknowledged before the kill
 * @param missing      those of them that are not in the log
 * @param altered      those with another content than their producer's next order: damaged, doubled or out of order
 * @param more         records behind them, handed in before the kill and not reported as acknowledged
 * @param foreign      those of them that no producer wrote next
 */
public record Proof(long acknowledged, long missing, long altered, long more, long foreign) {

    /** Reads the whole log, from its first record. */
    public static Proof of(LogReader reader, Witness witness, int producers) {
        return new Comparison(witness, producers).run(reader);
    }

    public boolean holds() {
        return missing == 0 && altered == 0 && foreign == 0;
    }

    /** Every producer's next order is what a record of it must be. */
    private static final class Comparison {

        private final Orders orders = new Orders();
        private final Witness witness;
        private final long[] nextNumber;
        private long altered;
        private long foreign;

        Comparison(Witness witness, int producers) {
            this.witness = witness;
            this.nextNumber = new long[producers];
        }

        Proof run(LogReader reader) {
            long acknowledged = witness.acknowledged();
            long records = 0;
            for (; reader.next(); records++) {
                boolean inPlace = reader.sequence() == records;
                if (records < acknowledged) {
                    altered += inPlace && isNextOf(witness.producerOf(records), reader) ? 0 : 1;
                } else {
                    foreign += inPlace && isNextOfAny(reader) ? 0 : 1;
                }
            }
            return new Proof(acknowledged, Math.max(0, acknowledged - records), altered, Math.max(0, records - acknowledged), foreign);
        }

        private boolean isNextOfAny(LogReader reader) {
            for (int producer = 0; producer < nextNumber.length; producer++) {
                if (orders.order(producer, nextNumber[producer]).equals(reader.payload())) {
                    nextNumber[producer]++;
                    return true;
                }
            }
            return false;
        }

        private boolean isNextOf(int producer, LogReader reader) {
            return orders.order(producer, nextNumber[producer]++).equals(reader.payload());
        }
    }
}
