package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever keys there are: each has a directory's name of its own, from which it can be told. */
class KeyNamePropertiesTest {

    /** What is likely to be taken for something else. */
    @Provide
    Arbitrary<String> awkward() {
        return Arbitraries.strings().withChars("aA4%-_./eE1\u00e4\u0000").ofMinLength(1).ofMaxLength(4);
    }

    /** Every code point, each as likely. */
    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.integers().between(0, Character.MAX_CODE_POINT).withoutEdgeCases()
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list().ofMinSize(1).ofMaxSize(20)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    }

    @Property
    void keyIsToldFromItsName(@ForAll("anyText") String key) {
        assertEquals(Optional.of(key), KeyName.keyOf(KeyName.of(key)));
    }

    @Property
    void awkwardKeyIsToldFromItsName(@ForAll("awkward") String key) {
        assertEquals(Optional.of(key), KeyName.keyOf(KeyName.of(key)));
    }

    @Property(tries = 5000)
    void differentKeysHaveNamesThatDifferInMoreThanCase(@ForAll("awkward") String one, @ForAll("awkward") String other) {
        assertEquals(one.equals(other), KeyName.of(one).equalsIgnoreCase(KeyName.of(other)));
    }

    @Property
    void nameIsSafeAsADirectorys(@ForAll("anyText") String key) {
        String name = KeyName.of(key);
        assertTrue(name.matches("[a-z0-9_%][a-z0-9_%-]*"), name);
        assertTrue(name.length() <= KeyName.MOST_BYTES, name);
    }

    @Property
    void anyNameIsOfNoKeyOrIsThatKeysName(@ForAll("awkward") String name) {
        KeyName.keyOf(name).ifPresent(key -> assertEquals(name, KeyName.of(key)));
    }
}
