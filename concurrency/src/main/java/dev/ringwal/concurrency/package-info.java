/**
 * What a few threads may see of a log that they use at once, in every interleaving that the JVM and the processor come up with: jcstress
 * tests. The stages are stepped by the arbiter, when all threads are through: it is the entrance that is tested, and what readers see.
 */
@NullMarked
package dev.ringwal.concurrency;

import org.jspecify.annotations.NullMarked;
