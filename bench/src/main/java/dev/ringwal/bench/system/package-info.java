/**
 * What is measured: each system behind the same two interfaces, {@link dev.ringwal.bench.system.Contender} for the whole and
 * {@link dev.ringwal.bench.system.Lane} for one producer's way in. A further system is one more pair of these and one more
 * {@link dev.ringwal.bench.system.SystemKind}.
 */
@NullMarked
package dev.ringwal.bench.system;

import org.jspecify.annotations.NullMarked;
