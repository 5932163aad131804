/**
 * JMH benchmarks of Ringwal alone, by question: what appending through callbacks and futures costs, building frames, and replay.
 * For latencies, and for anything beside other systems, see the comparison.
 */
@NullMarked
package dev.ringwal.bench.jmh;

import org.jspecify.annotations.NullMarked;
