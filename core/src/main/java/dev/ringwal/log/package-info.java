/**
 * Ringwal's log on disk as one thread can understand it: the types that users and the pipeline share.
 *
 * <p>The packages below this one are levels of knowledge, each ignorant of those above it: {@code format} (bytes),
 * {@code storage} (files and directories), {@code segment} (one file of frames, and the ordered set of them), {@code local} (the
 * log on local disk). The pipeline, a module of its own, decides when and on which thread all this happens.
 */
@NullMarked
package dev.ringwal.log;

import org.jspecify.annotations.NullMarked;
