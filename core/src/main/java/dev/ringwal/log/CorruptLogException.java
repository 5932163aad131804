package dev.ringwal.log;

/** Damage before the attested position. Nothing is cut or repaired by itself. */
public final class CorruptLogException extends LogException {

    private final String file;
    private final long offset;
    private final long sequence;
    private final String reason;

    /**
     * @param file     the damaged file's name inside the log's directory
     * @param offset   the first damaged byte place in it
     * @param sequence the first record that cannot be read, or -1 where that is not known
     * @param reason   what does not fit
     */
    public CorruptLogException(String file, long offset, long sequence, String reason) {
        super(file + " is corrupt at offset " + offset + (sequence < 0 ? "" : ", record " + sequence) + ": " + reason, null);
        this.file = file;
        this.offset = offset;
        this.sequence = sequence;
        this.reason = reason;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }

    public long sequence() {
        return sequence;
    }

    public String reason() {
        return reason;
    }
}
