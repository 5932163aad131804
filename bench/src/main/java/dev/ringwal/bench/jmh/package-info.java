/**
 * JMH benchmarks of Ringwal alone, by question: handing a record in, appending through callbacks and futures, committing
 * groups of some sizes, building and checksumming frames, replay, point reads, and opening after a crash.
 * For latencies, and for anything beside other systems, see the comparison.
 */
@NullMarked
package dev.ringwal.bench.jmh;

import org.jspecify.annotations.NullMarked;
