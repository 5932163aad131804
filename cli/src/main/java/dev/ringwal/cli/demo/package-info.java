/**
 * A crash and its proof: a process journals orders and reports what was acknowledged, another one kills it, opens the log again and
 * compares record by record.
 *
 * <pre>
 *   journal (killed)                                    witness (proves)
 *   producers ─► log ─► acknowledged ─► reports ─ pipe ─► who wrote which sequence
 *                 └───────────── directory ─────────────► every record read back
 * </pre>
 *
 * An order's content follows from its producer and number, so that the witness keeps one byte for each acknowledgement.
 */
@NullMarked
package dev.ringwal.cli.demo;

import org.jspecify.annotations.NullMarked;
