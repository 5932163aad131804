package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class IncidentsTest {

    private final List<String> said = new ArrayList<>();

    private Logger logger(boolean throwing) {
        return (Logger) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, args) -> {
            said.add(method.getName());
            if (throwing) {
                throw new IllegalStateException("a logger's");
            }
            return null;
        });
    }

    private static void happen(Incidents incidents) {
        for (int i = 0; i < 3; i++) {
            incidents.userCodeThrew(new IllegalStateException());
            incidents.completionsSlow(2_000_000_000);
            incidents.executorRejected(new IllegalStateException());
        }
    }

    @Test
    void eachKindIsSaidOnce() {
        happen(new Incidents(logger(false)));
        assertEquals(List.of("warn", "warn", "warn"), said);
    }

    @Test
    void aLoggerThatThrowsStopsNothing() {
        Incidents incidents = new Incidents(logger(true));
        happen(incidents);
        incidents.failed(new IllegalStateException());
        incidents.syncSlow(2_000_000_000);
        incidents.closeSlow(2_000_000_000);
        assertEquals(6, said.size());
    }
}
