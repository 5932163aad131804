package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SyncTimeTest {

    private final SyncTime time = new SyncTime(Waiting.SPIN_THEN_PARK);

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
        time.add(60_000);
        assertEquals(0, time.worthSpinningNanos());
    }

    @Test
    void whereTheLogNeverSleepsNeitherDoCallersForALongerTime() {
        SyncTime spun = new SyncTime(Waiting.SPIN);
        spun.add(250_000);
        assertEquals(500_000, spun.worthSpinningNanos());
        spun.add(1_000_000);
        assertEquals(0, spun.worthSpinningNanos());
    }

    @Test
    void oneStallIsForgottenSoon() {
        time.add(20_000);
        time.add(1_000_000);
        assertEquals(0, time.worthSpinningNanos());
        for (int i = 0; i < 40; i++) {
            time.add(20_000);
        }
        assertTrue(time.worthSpinningNanos() > 0);
    }
}
