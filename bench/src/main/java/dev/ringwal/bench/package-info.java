/**
 * Measures Ringwal beside the least that can be written by hand, on the same disk in the same minutes: absolute figures of a shared
 * machine move by a factor of two within an hour, ratios much less.
 *
 * <p>{@link dev.ringwal.bench.Compare} runs {@link dev.ringwal.bench.Trial trials} (one {@link dev.ringwal.bench.Workload}, one
 * system, one size) interleaved, each in a process of its own, and prints them. The other commands answer one question each: memory,
 * idle processor time, bytes allocated per record, opening a large log, and JMH's.
 */
@NullMarked
package dev.ringwal.bench;

import org.jspecify.annotations.NullMarked;
