/**
 * What a few threads may see of a log that they use at once, in every interleaving that the JVM and the processor come up with: jcstress
 * tests. The stages are stepped by one of the threads, or by the arbiter when all are through: it is the entrance that is tested, and what
 * readers see.
 */
@NullMarked
package dev.ringwal.concurrency;

import org.jspecify.annotations.NullMarked;
