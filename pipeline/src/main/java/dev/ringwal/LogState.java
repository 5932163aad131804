package dev.ringwal;

/** Where a log is in its life. It only moves down this list, and from {@link #POISONED} nowhere. */
public enum LogState {
    /** Takes appends. */
    OPEN,
    /** {@code close} was called: takes nothing new, and finishes what was handed in. */
    CLOSING,
    /** All is on disk, and lock, files and threads are given back. */
    CLOSED,
    /** A write or sync failed, which is final: every pending and later append fails. What is durable can be read until it is closed. */
    POISONED
}
