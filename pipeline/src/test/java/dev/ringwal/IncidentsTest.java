package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.ControlState;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

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

    @Test
    void whatABoundTookFromConsumersIsSaidOfEachThatHadNotConsumedIt() {
        ControlState control = new ControlState();
        for (String name : List.of("slow", "quick")) {
            byte[] entry = ControlEntry.consumer(name, new ConsumerPosition(ConsumerPosition.WHOLE_LOG, name.equals("slow") ? 3 : 10));
            control.apply(ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN));
        }
        LogStore store = (LogStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {LogStore.class},
                (proxy, method, args) -> control);
        Logger logger = (Logger) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, args) ->
                said.add(MessageFormatter.arrayFormat((String) args[0], (Object[]) args[1]).getMessage()));

        new StoreReports(store, null, null, null, null, null, new PointReader(store, new Lifecycle()), new Incidents(logger)).trimmed(10);

        assertEquals(List.of("dropped records 3 to 9, which consumer slow has not consumed"), said);
    }
}
