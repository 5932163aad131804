package dev.ringwal.bench.system;

/** Is told how far a lane is. */
public interface CompletionListener {

    CompletionListener NONE = total -> { };

    /**
     * So many of the lane's records are complete. Called by the thread that completes them, one call at a time, each with more.
     */
    void completed(long total);
}
