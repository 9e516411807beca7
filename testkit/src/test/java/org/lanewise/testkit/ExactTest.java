package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

/** The oracle on numbers that can be worked out by hand. */
class ExactTest {
    private static void assertExact(String expected, BigDecimal actual) {
        assertEquals(
                0,
                new BigDecimal(expected)
                        .compareTo(actual.round(new MathContext(50)).stripTrailingZeros()),
                () -> actual.toString());
    }

    @Test
    void meanAndVariance() {
        Exact channel = new Exact(2, 4, 4, 4, 5, 5, 7, 9);
        assertExact("5", channel.mean());
        assertExact("4", channel.variance());
    }

    @Test
    void numbersThatNoDoubleHolds() {
        Exact channel = new Exact(0x1p100f, 1, -0x1p100f, 1);
        assertExact("0.5", channel.mean());
        // (2·2^200 + 2)/4 - 1/4
        assertExact(
                BigDecimal.TWO
                        .pow(199)
                        .add(new BigDecimal("0.25"))
                        .round(new MathContext(50))
                        .toPlainString(),
                channel.variance());
    }

    @Test
    void forwardAndBackward() {
        // Mean 0, variance 1; with eps 3 the root is 2.
        Exact channel = new Exact(1, -1, 1, -1);
        BigDecimal[] y = channel.forward(4, 0.5f, 3);
        assertExact("2.5", y[0]);
        assertExact("-1.5", y[1]);
        BigDecimal[] inferred = channel.forward(-1, 6, 3, 0, 3);
        assertExact("2", inferred[0]);
        assertExact("0", inferred[1]);
        // xhat is ±1/2; dy = (4, 0, 0, 0): dbeta 4, dgamma 2; dx = 4/2·(dy - 1 - xhat/2).
        Exact.Gradient gradient = channel.backward(new float[] {4, 0, 0, 0}, 4, 3);
        assertExact("4", gradient.dbeta());
        assertExact("2", gradient.dgamma());
        assertExact("5.5", gradient.dx()[0]);
        assertExact("-1.5", gradient.dx()[1]);
        assertExact("-2.5", gradient.dx()[2]);
        assertExact("-1.5", gradient.dx()[3]);
    }

    /** Its decimal digits are more than those of a quotient. */
    @Test
    void aConstantChannelOfSubnormalNumbersHasNoVariance() {
        float tiny = Math.scalb(1f, -133);
        Exact exact = new Exact(tiny, tiny, tiny);
        assertEquals(0, exact.mean().compareTo(new BigDecimal(tiny)));
        assertEquals(0, exact.variance().signum());
    }
}
