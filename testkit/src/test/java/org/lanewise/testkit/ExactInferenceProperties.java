package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    private final ExactInference channel = new ExactInference(-1, 6, 6, 1024, 3);

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
    void isThatOfDecimalArithmetic(@ForAll("floats") float x, @ForAll("floats") float mean, @ForAll("floats") float variance,
            @ForAll("floats") float gamma, @ForAll("floats") float beta) {
        float spread = Math.abs(variance);
        BigDecimal exact = new Exact(x).forward(mean, spread, gamma, beta, 1e-5)[0];
        ExactInference.Output output = new ExactInference(mean, spread, gamma, beta, 1e-5).output(x);
        BigDecimal error = new BigDecimal(output.y()).add(new BigDecimal(output.rest())).subtract(exact).abs();
        assertTrue(error.doubleValue() <= 0x1p-100 * output.scale(), () -> output + " is not " + exact);
    }

    @Provide
    Arbitrary<Float> floats() {
        return Combinators.combine(Arbitraries.floats().between(-2, 2), Arbitraries.integers().between(-60, 60))
                .as((value, exponent) -> Math.scalb(value, exponent));
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
        ExactInference.Output beyond = new ExactInference(0, 1, Float.MAX_VALUE, 0, 1e-5).output(4);
        assertEquals(0, beyond.shareOfBound(Float.POSITIVE_INFINITY));
        assertEquals(Double.POSITIVE_INFINITY, beyond.shareOfBound(Float.NEGATIVE_INFINITY));
    }
}
