package dev.ringwal.log;

/** The user's encoder threw, or there was no memory to put its record or batch into. Nothing was written and no sequence was used. */
public final class EncoderFailedException extends LogException {

    public EncoderFailedException(Throwable cause) {
        this("the encoder failed", cause);
    }

    public EncoderFailedException(String what, Throwable cause) {
        super(what + ": " + describe(cause), cause);
    }
}
