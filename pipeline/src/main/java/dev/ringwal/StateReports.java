package dev.ringwal;


/** Tells logger and listener what state the log came into. One thread at a time: notify, and after it the one that ends the log. */
final class StateReports {

    private final Lifecycle lifecycle;
    private final Incidents incidents;
    private final LogListener listener;
    private final OwnThreads own;
    private LogState told = LogState.OPEN;

    StateReports(Lifecycle lifecycle, Incidents incidents, LogListener listener, OwnThreads own) {
        this.lifecycle = lifecycle;
        this.incidents = incidents;
        this.listener = listener;
        this.own = own;
    }

    /** Tells of the present state if it was not told yet. */
    boolean deliver() {
        LogState state = lifecycle.state();
        if (state == told) {
            return false;
        }
        told = state;
        try {
            own.run(() -> tell(state));
        } catch (Throwable thrown) {
            incidents.userCodeThrew(thrown);
        }
        return true;
    }

    private void tell(LogState state) {
        Throwable cause = state == LogState.POISONED ? lifecycle.failure() : null;
        if (cause != null) {
            incidents.failed(cause);
        }
        listener.stateChanged(state, cause);
    }
}
