package dev.ringwal.log;

/** The log cannot, or should not, end there. Nothing was changed. */
public final class TruncationRefusedException extends LogException {

    public TruncationRefusedException(String why) {
        super(why, null);
    }
}
