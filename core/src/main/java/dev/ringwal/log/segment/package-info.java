/**
 * One file of frames, and the ordered set of them. Knows what a segment holds and how to walk, write and seal it; does not know
 * which segments make up the log, nor what survived a crash.
 */
@NullMarked
package dev.ringwal.log.segment;

import org.jspecify.annotations.NullMarked;
