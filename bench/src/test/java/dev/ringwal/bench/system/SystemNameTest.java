package dev.ringwal.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw-crc", "raw-queue", "ringwal", "ringwal-futures", "ringwal/two", "ringwal-futures/one/spin",
        "ringwal/spin-then-park"})
    void isPrintedAsItIsRead(String text) {
        assertEquals(text, SystemName.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({"ringwall, ringwall", "ringwal/three, three", "raw/one, one"})
    void whatIsNotThereIsNamed(String text, String named) {
        String message = assertThrows(IllegalArgumentException.class, () -> SystemName.parse(text)).getMessage();
        assertTrue(message.contains("'" + named + "'"), message);
    }
}
