package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The oracle of inference on numbers that can be worked out by hand. */
class ExactInferenceProperties {
    /** Variance 6 and eps 3: the root is 3. */
    private final ExactInference channel = new ExactInference(Precision.FLOAT32, -1, 6, 6, 1024, 3);

    @Example
    void errorsAreMeasuredByTheLargestTerm() {
        // (513 + 1)·6/3 + 1024 = 2052, and 2·(-512 + 1) + 1024 = 2, of which a term is 1024.
        ExactInference.Output large = channel.output(513);
        assertEquals(2052, large.y());
        assertEquals(0, large.rest());
        assertEquals(1, large.ulps(Math.nextUp(2052f)));
        ExactInference.Output small = channel.output(-512);
        assertEquals(2, small.y());
        assertEquals(1024, small.scale());
        assertEquals(1, small.ulps(2 + Math.ulp(1024f)));
        assertEquals(2, small.ulpsApart(2 + Math.ulp(1024f), 2 - Math.ulp(1024f)));
        assertEquals(0, small.ulpsApart(2, 2));
        assertEquals(Double.POSITIVE_INFINITY, small.ulpsApart(2, Float.NaN));
    }

    /** Sizes that double loses digits of, in all mixtures. */
    @Property(seed = "1", tries = 500)
    void isThatOfDecimalArithmetic(
            @ForAll("floats") float x,
            @ForAll("floats") float mean,
            @ForAll("floats") float variance,
            @ForAll("floats") float gamma,
            @ForAll("floats") float beta) {
        float spread = Math.abs(variance);
        BigDecimal exact = new Exact(x).forward(mean, spread, gamma, beta, 1e-5)[0];
        ExactInference.Output output = new ExactInference(Precision.FLOAT32, mean, spread, gamma, beta, 1e-5).output(x);
        BigDecimal error = new BigDecimal(output.y())
                .add(new BigDecimal(output.rest()))
                .subtract(exact)
                .abs();
        assertTrue(error.doubleValue() <= 0x1p-100 * output.scale(), () -> output + " is not " + exact);
    }

    @Provide
    Arbitrary<Float> floats() {
        return Combinators.combine(
                        Arbitraries.floats().between(-2, 2),
                        Arbitraries.integers().between(-60, 60))
                .as((value, exponent) -> Math.scalb(value, exponent));
    }

    /** eps may be 0, and a variance below 0, if their sum is above it. */
    @Example
    void varianceAndEpsAreJudgedTogether() {
        assertEquals(
                1.5 * (1 - (double) 0.05f) / Math.sqrt(0.5) + 0.1f,
                new ExactInference(Precision.FLOAT32, 0.05f, 0.5f, 1.5f, 0.1f, 0)
                        .output(1)
                        .y(),
                1e-15);
        assertEquals(
                4,
                new ExactInference(Precision.FLOAT32, 0, -0.75, 2, 0, 1)
                        .output(1)
                        .y());
        assertRefused("variance + eps: 0.0, must be above 0", 0, 0);
        assertRefused("variance + eps: -0.5, must be above 0", -1, 0.5);
        assertRefused("mean, variance, gamma, beta, eps: 0.0, NaN, 1.0, 0.0, 1.0, must be finite", Double.NaN, 1);
    }

    private static void assertRefused(String message, double variance, double eps) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ExactInference(Precision.FLOAT32, 0, variance, 1, 0, eps))
                        .getMessage());
    }

    /** A double's last digits count with float64, a float16's with float16. */
    @Example
    void otherTypesAreMeasuredInTheirOwnUlps() {
        double third = 1.0 / 3;
        ExactInference.Output inDouble = new ExactInference(Precision.FLOAT64, third, 4, third, -third, 0).output(2);
        assertEquals(Math.ulp(third) / Math.ulp(inDouble.scale()), inDouble.ulpsApart(third, Math.nextUp(third)));
        assertTrue(inDouble.ulps(inDouble.y()) <= 0.5, inDouble.toString());
        assertTrue(inDouble.shareOfBound((float) inDouble.y()) > 1);
        ExactInference.Output inHalf = new ExactInference(Precision.FLOAT16, 0, 1, 1, 0, 0).output(2048);
        assertEquals(1, inHalf.ulps(2050));
        assertTrue(new ExactInference(Precision.FLOAT16, 0, 1, 2, 0, 0)
                        .output(65504)
                        .shareOfBound(Double.POSITIVE_INFINITY)
                == 0);
    }

    @Example
    void theBoundIsThatOfTheLaws() {
        ExactInference.Output exact = channel.output(513);
        assertEquals(Bounds.given(Precision.FLOAT32, -1, 6, 6, 1024, 3).y(513, 2052), exact.bound());
        assertEquals(0, exact.shareOfBound(2052));
        assertTrue(exact.shareOfBound(Math.nextUp(2052f)) <= 1);
        assertTrue(exact.shareOfBound(2053) > 1);
        assertEquals(Double.POSITIVE_INFINITY, exact.shareOfBound(Float.NaN));
        assertEquals(Double.POSITIVE_INFINITY, exact.shareOfBound(Float.POSITIVE_INFINITY));
        // What is beyond the largest float is rightly infinite.
        ExactInference.Output beyond = new ExactInference(Precision.FLOAT32, 0, 1, Float.MAX_VALUE, 0, 1e-5).output(4);
        assertEquals(0, beyond.shareOfBound(Float.POSITIVE_INFINITY));
        assertEquals(Double.POSITIVE_INFINITY, beyond.shareOfBound(Float.NEGATIVE_INFINITY));
    }
}
