/** Ringwal as it is measured, through its public API. */
@org.jspecify.annotations.NullMarked
package dev.ringwal.bench.ringwal;
