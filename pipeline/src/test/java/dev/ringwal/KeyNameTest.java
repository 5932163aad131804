package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNameTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            orders-2026_07,   orders-2026_07
            Orders,           %4frders
            eu/orders,        eu%2forders
            ..,               %2e%2e
            .hidden,          %2ehidden
            -rf,              %2drf
            100%,             100%25
            %41,              %2541
            a b,              a%20b
            größe,            gr%c3%b6%c3%9fe
            😀,               %f0%9f%98%80
            """)
    void keyAndNameAreEachOthers(String key, String name) {
        assertEquals(name, KeyName.of(key));
        assertEquals(Optional.of(key), KeyName.keyOf(name));
    }

    @Test
    void zeroAndLineEndsAreKeysToo() {
        assertEquals("%00%0a", KeyName.of("\0\n"));
        assertEquals(Optional.of("\0\n"), KeyName.keyOf("%00%0a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "Orders", "a.b", "%", "%4", "%4g", "%4F", "%41%", "%61", "-a", "a%", "%-1", "%+1", "%ff",
        "%c0%80", "%ed%a0%80", "ä", "a/b"})
    void whatNoKeyMakesIsNoKeysName(String name) {
        assertEquals(Optional.empty(), KeyName.keyOf(name));
    }

    private static void refused(String message, String key) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> KeyName.of(key)).getMessage());
    }

    @Test
    void theLongestKeyFillsADirectorysName() {
        assertEquals(255, KeyName.of("a".repeat(255)).length());
        assertEquals(255, KeyName.of("A".repeat(85)).length());
        refused("a key of 256 bytes makes a directory name of 256, more than 255: a-z, 0-9, - and _ take one, any other byte 3",
                "a".repeat(256));
        refused("a key of 86 bytes makes a directory name of 258, more than 255: a-z, 0-9, - and _ take one, any other byte 3",
                "ä".repeat(43));
    }

    @Test
    void whatIsNoTextIsRefused() {
        refused("the key is empty", "");
        refused("the key is no text: it has one half of a surrogate pair", "a\ud83d");
        refused("the key is no text: it has one half of a surrogate pair", "\ude00\ud83d");
        assertThrows(NullPointerException.class, () -> KeyName.of(null));
    }
}
