package dev.ringwal.log;

/**
 * A daemon thread of a log's own. It ignores {@link #interrupt()}: an interrupt would close the file that it is writing, for all.
 */
public class LogThread extends Thread {

    @SuppressWarnings("this-escape") // what it overrides of Thread is final here
    public LogThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
    }

    @Override
    public final void interrupt() {
        // Deliberately nothing: see the class.
    }
}
