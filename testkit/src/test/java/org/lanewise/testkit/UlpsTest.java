package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UlpsTest {
    @Test
    void ulpsAreThoseOfTheNearestFloat() {
        assertEquals(0.5, Ulps.of(1, new BigDecimal(1 + 0x1p-24)));
        assertEquals(1, Ulps.of(Math.nextUp(1f), BigDecimal.ONE));
        assertEquals(1, Ulps.of(-Math.nextUp(1f), BigDecimal.ONE.negate()));
        assertEquals(0x1p-3, Ulps.of(Math.nextUp(1f), BigDecimal.ONE, 8));
        assertEquals(1, Ulps.of(Float.MIN_VALUE, BigDecimal.ZERO));
        assertEquals(Double.POSITIVE_INFINITY, Ulps.of(Double.NaN, BigDecimal.ONE));
        assertEquals(Ulps.NONE, Ulps.of(1e60, new BigDecimal("1e60")));
        assertEquals(2, Ulps.max(2, Ulps.NONE));
        assertEquals(2, Ulps.max(Ulps.NONE, 2));
    }
}
