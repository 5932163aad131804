/** The limits that every table is a ratio of: what a file allows to those who write it by hand. */
@org.jspecify.annotations.NullMarked
package dev.ringwal.bench.baseline;
