package org.lanewise.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.lanewise.testing.SeededProperty;

class MomentsTest {
    @Example
    void documentsItself() {
        Moments moments = Moments.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(8, moments.count());
        assertEquals(5, moments.mean());
        assertEquals(4, moments.variance());
        assertEquals(32.0 / 7, moments.unbiasedVariance());
    }

    @Example
    void fewNumbers() {
        assertTrue(Double.isNaN(Moments.EMPTY.variance()));
        assertEquals(0, Moments.of(7).variance());
        assertTrue(Double.isNaN(Moments.of(7).unbiasedVariance()));
        assertEquals(2, Moments.of(1, 3).unbiasedVariance());
        assertEquals(new Moments(1, 7, 0), Moments.EMPTY.add(7));
        assertEquals(Moments.of(7), Moments.of(7).merge(Moments.EMPTY));
    }

    @Example
    void refusesWhatCantBe() {
        assertThrows(IllegalArgumentException.class, () -> new Moments(-1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Moments(2, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> new Moments(0, 1, 0));
    }

    /** Each update of a mean and a sum of squares rounds a few times; n of them, at an offset of at most 1e3 sigmas. */
    @SeededProperty
    void mergingIsAddingOneByOne(
            @ForAll @Size(min = 1, max = 100) double[] given, @ForAll @DoubleRange(min = -1, max = 1) double offset) {
        double[] values = new double[given.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = offset + Math.IEEEremainder(given[i], 1);
        }
        Moments whole = Moments.of(values);
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double bound = 10 * values.length * Math.ulp(1.0);
        assertEquals(mean, whole.mean(), bound);
        assertEquals(squares, whole.squares(), bound * values.length);
        for (int cut = 0; cut <= values.length; cut++) {
            Moments first = Moments.of(java.util.Arrays.copyOf(values, cut));
            Moments second = Moments.of(java.util.Arrays.copyOfRange(values, cut, values.length));
            Moments merged = first.merge(second);
            assertEquals(values.length, merged.count());
            assertEquals(mean, merged.mean(), bound);
            assertEquals(squares, merged.squares(), bound * values.length);
        }
    }

    @Example
    void nanAndInfinityLeaveNoVariance() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertTrue(Double.isNaN(Moments.of(value).variance()), "" + value);
            assertTrue(Double.isNaN(Moments.of(1, value, 2).variance()), "" + value);
            assertEquals(value, Moments.of(value).mean());
        }
    }

    @Example
    void nothingIsMergedWithNull() {
        assertThrows(NullPointerException.class, () -> Moments.EMPTY.merge(null));
        assertThrows(NullPointerException.class, () -> Moments.of(1).merge(null));
    }
}
