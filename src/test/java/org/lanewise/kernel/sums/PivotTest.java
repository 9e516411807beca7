package org.lanewise.kernel.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PivotTest {
    @Test
    void theFirstElementIfItIsFinite() {
        for (double x :
                new double[] {0, 1.5, -Float.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE}) {
            assertEquals(x, Pivot.of(x));
        }
        for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertEquals(0, Pivot.of(x));
        }
    }
}
