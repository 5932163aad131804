package dev.ringwal.log;

/** The user's encoder threw. Its record was not written and no sequence was used. */
public final class EncoderFailedException extends LogException {

    public EncoderFailedException(Throwable cause) {
        super("the encoder failed: " + describe(cause), cause);
    }
}
