package dev.ringwal.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.ThreadLayout;
import dev.ringwal.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw-crc", "raw-queue", "ringwal", "ringwal-futures", "ringwal/two", "ringwal-futures/one/spin",
        "ringwal/spin-then-park"})
    void isPrintedAsItIsRead(String text) {
        assertEquals(text, SystemName.parse(text).toString());
    }

    @Test
    void settingsComeInAnyOrder() {
        assertEquals(new SystemName(SystemKind.RINGWAL, ThreadLayout.TWO, Waiting.PARK), SystemName.parse("ringwal/park/two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ringwall", "", "ringwal/three", "raw/one"})
    void whatIsNotThereIsNamed(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> SystemName.parse(text)).getMessage();
        assertTrue(message.contains("'" + text + "'"), message);
    }
}
