package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SyncTimeTest {

    private final SyncTime time = new SyncTime();

    @Test
    void nobodySpinsBeforeAnythingIsKnown() {
        assertEquals(0, time.worthSpinningNanos());
    }

    @Test
    void quickSyncsAreSpunFor() {
        time.add(20_000);
        assertEquals(40_000, time.worthSpinningNanos());
    }

    @Test
    void slowSyncsAreNot() {
        time.add(300_000);
        assertEquals(0, time.worthSpinningNanos());
    }

    @Test
    void oneStallIsForgottenSoon() {
        time.add(20_000);
        time.add(5_000_000);
        assertEquals(0, time.worthSpinningNanos());
        for (int i = 0; i < 40; i++) {
            time.add(20_000);
        }
        assertTrue(time.worthSpinningNanos() > 0);
    }
}
