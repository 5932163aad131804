package dev.ringwal.cli.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void fieldsKeepTheirOrder() {
        Json json = new Json().put("b", 1).put("a", true).put("c", "x");

        assertEquals("{\"b\":1,\"a\":true,\"c\":\"x\"}", json.toString());
    }

    @Test
    void emptyObjectHasNoFields() {
        assertEquals("{}", new Json().toString());
    }

    @Test
    void numbersHaveAPointInEveryLanguage() {
        assertEquals("{\"s\":1234567.500}", new Json().put("s", 1234567.5, 3).toString());
    }

    @Test
    void objectsNest() {
        assertEquals("{\"a\":{\"b\":-1}}", new Json().put("a", new Json().put("b", -1)).toString());
    }

    @Test
    void stringsAreEscaped() {
        assertEquals("{\"s\":\"\\\"\\\\\\n\\r\\t\\u0001\u00e4\"}", new Json().put("s", "\"\\\n\r\t\u0001\u00e4").toString());
    }
}
