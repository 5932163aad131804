package dev.ringwal.log.format;

/**
 * How far a consumer has come.
 *
 * @param topic        the number of the topic that it consumes, {@link #WHOLE_LOG} for all
 * @param nextSequence the first record that it has not consumed
 */
public record ConsumerPosition(int topic, long nextSequence) {

    public static final int WHOLE_LOG = -1;
}
