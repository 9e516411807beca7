package org.lanewise.tools.time;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void isTheMiddleOneOrBetweenTheTwoInTheMiddle() {
        double[] odd = {9, 1, 4};
        assertEquals(4, Median.of(odd));
        assertEquals(2.5, Median.of(4, 1, 9, -7));
        assertEquals(3, Median.of(3));
        assertArrayEquals(new double[] {9, 1, 4}, odd);
    }
}
