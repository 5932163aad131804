package dev.ringwal.log;

/** A record or batch is larger than its limit. Nothing was written. */
public final class RecordTooLargeException extends LogException {

    private final long bytes;
    private final long limitBytes;

    public RecordTooLargeException(String what, long bytes, long limitBytes) {
        super(what + " of " + bytes + " bytes is over the limit of " + limitBytes, null);
        this.bytes = bytes;
        this.limitBytes = limitBytes;
    }

    public long bytes() {
        return bytes;
    }

    public long limitBytes() {
        return limitBytes;
    }
}
