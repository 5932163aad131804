/** Other systems' logs, each used as its own users would who want every record synced. */
@org.jspecify.annotations.NullMarked
package dev.ringwal.bench.peers;
