package dev.ringwal.cli.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private final Orders orders = new Orders();

    private String order(int producer, long number) {
        return US_ASCII.decode(orders.order(producer, number)).toString();
    }

    @Test
    void anOrderIsALineOfJson() {
        for (long number : new long[] {0, 9, 10, 99, 12_345_678, Integer.MAX_VALUE * 4L}) {
            String order = order(3, number);
            assertTrue(order.matches("\\{\"order\":\"3-" + number
                    + "\",\"symbol\":\"[0-9A-Z]+\",\"side\":\"(buy|sell)\",\"quantity\":\\d+,\"price\":\\d+\\.\\d\\d\\}"), order);
        }
    }

    @Test
    void theSameNumbersGiveTheSameOrder() {
        String first = order(1, 42);
        order(2, 43);

        assertEquals(first, order(1, 42));
    }

    @Test
    void noTwoOrdersAreTheSame() {
        Set<String> seen = new HashSet<>();
        for (int producer = 0; producer < 4; producer++) {
            for (int number = 0; number < 1_000; number++) {
                assertTrue(seen.add(order(producer, number)));
            }
        }
    }
}
