package dev.ringwal;

import dev.ringwal.log.format.ControlEntry;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks the names that users give to topics and consumers. */
final class Names {

    private Names() {
    }

    /** Returns it, if it can be written as UTF-8 in no more bytes than there may be. */
    static String checked(String what, String name) {
        int bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name)).remaining();
        } catch (CharacterCodingException unpaired) {
            throw new IllegalArgumentException("the name of a " + what + " is no valid Unicode: half of a surrogate pair", unpaired);
        }
        if (bytes > ControlEntry.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("the name of a " + what + " has " + bytes + " bytes, over the limit of "
                    + ControlEntry.MAX_NAME_BYTES);
        }
        return name;
    }
}
