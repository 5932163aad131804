/**
 * Ringwal: a write-ahead log in which many producers share one write and one sync. {@link dev.ringwal.WriteAheadLog} is the front
 * door, {@link dev.ringwal.LogBuilder} has the settings, {@link dev.ringwal.Appender} says what an append promises,
 * {@link dev.ringwal.LogRoot} opens many logs by their keys.
 *
 * <pre>
 *  append ─► Payload ─► PublishGate ─► ring of Slots ─► EncodeStage ─► WriteStage ─► SyncStage ─► NotifyStage
 *  (callers)  checks,   claims and      (Disruptor)      slots into     groups to     store,       Completions:
 *             copies    publishes                        Groups         the LogStore  when due     futures, callbacks
 *                │                                          ▲                │                          │
 *                └── BytesInFlight, Room ◄──────────────────┼─ GroupPool ◄───┘                          │
 *                        ▲                                  └──────────── groups that are released      │
 *                        └───────────────────────────── slots and bytes that are free again ◄───────────┘
 * </pre>
 *
 * <p><b>Who may touch a slot</b> is said by three Disruptor sequences, each moved by one stage only: encode's and write's
 * {@code done}, and that of {@code Completions}, which gates the ring. Sync has none: what is written and what is durable, which the
 * store reports to {@code Progress}, is counted in records' sequences.
 *
 * <p><b>Threads.</b> A {@code StageThread} steps its stages in turn; when none finds anything it spins a little, announces itself in
 * its {@code WakeUp}, looks once more, and parks until signalled or until the sync interval is over. Whoever advances anything signals
 * afterwards: producers by publishing, stages to the next, the store through {@code StoreReports}, poison and close through
 * {@code Lifecycle}. No stage ever waits for another, so any of them can share a thread ({@code StageLayout}), or be stepped by a
 * test.
 *
 * <p><b>Failures.</b> {@code Lifecycle} knows whether the log is open, closing, closed or poisoned. Poisoned, the stages move slots
 * along without work, and notify fails every one that had not reached what it asked for. {@code Shutdown} ends the log with a marker
 * behind the last append. {@code OwnThreads} keeps user code on the log's threads from waiting for itself.
 */
@NullMarked
package dev.ringwal;

import org.jspecify.annotations.NullMarked;
