/**
 * What a system is to the harness: {@link dev.ringwal.bench.system.Contender}s with {@link dev.ringwal.bench.system.Lane}s, and what
 * they are made of and checked with. Knows no system.
 */
@org.jspecify.annotations.NullMarked
package dev.ringwal.bench.system;
