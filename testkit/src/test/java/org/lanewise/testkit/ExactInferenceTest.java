package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The oracle of inference on numbers that can be worked out by hand. */
class ExactInferenceTest {
    /** Variance 6 and eps 3: the root is 3. */
    private final ExactInference channel = new ExactInference(-1, 6, 6, 1024, 3);

    @Test
    void errorsAreMeasuredByTheLargestTerm() {
        // (513 + 1)·6/3 + 1024 = 2052, and 2·(-512 + 1) + 1024 = 2, of which a term is 1024.
        ExactInference.Output large = channel.output(513);
        assertEquals(0, new BigDecimal(2052).compareTo(large.y()));
        assertEquals(1, large.ulps(Math.nextUp(2052f)));
        ExactInference.Output small = channel.output(-512);
        assertEquals(0, new BigDecimal(2).compareTo(small.y()));
        assertEquals(1024, small.scale());
        assertEquals(1, small.ulps(2 + Math.ulp(1024f)));
    }

    @Test
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
