/**
 * Simulated lives of a log. The whole of the production code, storage excepted, runs on one thread: a seed decides what users ask for,
 * which stage does its work next, when the clock moves, what the disk does wrong, where the process or the machine dies, and what is
 * left of the bytes that were not synced. A small model says what must be there afterwards.
 *
 * <pre>
 *   History ── chooses ──► Process   one opening: stages to step, preparing to do, readers
 *      │                      │ completions, records read
 *      │                      ▼
 *      └─── endings ──────► Model    what was asked for, promised, shown; checks what an opening finds
 * </pre>
 */
@NullMarked
package dev.ringwal.soak;

import org.jspecify.annotations.NullMarked;
