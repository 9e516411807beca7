package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lanewise.Audit.Kind;

/** What is found, where, and nothing else. */
class AuditTest {
    private static final double EPS = 1e-5;
    private static final double SUBNORMAL = 1e-40;

    private final double[] mean = {0.5, -3, 2, 0, 10};
    private final double[] variance = {1, 2, 0.5, 4, 100};
    private final float[] gamma = {1, 0.5f, -2, 1, 1};
    private final float[] beta = {0, 1, 2, -1, 0};

    private Map<Kind, List<Integer>> found() {
        Map<Kind, List<Integer>> found = new EnumMap<>(Kind.class);
        Audit.of(mean, variance, gamma, beta, EPS)
                .findings()
                .forEach(finding -> found.put(finding.kind(), finding.channels()));
        return found;
    }

    @Test
    void ordinaryNumbersAreClean() {
        Audit audit = Audit.of(mean, variance, gamma, beta, EPS);
        assertTrue(audit.isClean());
        assertEquals("nothing found in 5 channels", audit.toString());
        assertTrue(Audit.of(mean, variance, null, null, EPS).isClean());
    }

    @Test
    void notFinite() {
        mean[0] = Double.NaN;
        variance[1] = Double.POSITIVE_INFINITY;
        gamma[2] = Float.NaN;
        beta[4] = Float.NEGATIVE_INFINITY;
        assertEquals(Map.of(Kind.NOT_FINITE, List.of(0, 1, 2, 4)), found());
    }

    @Test
    void variances() {
        variance[0] = -1e-9;
        variance[1] = 0;
        variance[2] = SUBNORMAL;
        variance[3] = Math.nextDown(EPS);
        variance[4] = EPS;
        assertEquals(
                Map.of(
                        Kind.NEGATIVE_VARIANCE,
                        List.of(0),
                        Kind.CONSTANT,
                        List.of(1),
                        Kind.SUBNORMAL_VARIANCE,
                        List.of(2),
                        Kind.EPS_DOMINATES,
                        List.of(3)),
                found());
    }

    @Test
    void neverUpdatedIsSaidOfAWholeLayer() {
        Arrays.fill(mean, 0);
        Arrays.fill(variance, 1);
        assertEquals(Map.of(Kind.NEVER_UPDATED, List.of(0, 1, 2, 3, 4)), found());
        mean[3] = 1e-30;
        assertEquals(Map.of(), found());
        assertFalse(Audit.of(new BatchNorm2d(3).freeze()).isClean());
    }

    @Test
    void deadGamma() {
        gamma[0] = 0;
        gamma[1] = 0x1p-28f;
        gamma[2] = -0x1p-26f;
        assertEquals(Map.of(Kind.DEAD_GAMMA, List.of(0, 1)), found());
    }

    @Test
    void float16Overflow() {
        mean[0] = 65505; // x
        beta[1] = 65502; // y: 3 more at 6 deviations of 0.5
        variance[2] = 1e-5; // a = 2 / sqrt(2e-5), by far not
        gamma[3] = 140000; // a = 70000
        mean[4] = 60000; // beta - mean·a = -6000, x = 60060
        assertEquals(Map.of(Kind.FLOAT16_OVERFLOW, List.of(0, 1, 3)), found());
        beta[1] = 65500;
        assertEquals(
                List.of(Kind.CONSTANT, Kind.FLOAT16_OVERFLOW),
                Audit.of(new double[1], new double[1], null, null, 0).findings().stream()
                        .map(Audit.Finding::kind)
                        .toList());
        assertEquals(Map.of(Kind.FLOAT16_OVERFLOW, List.of(0, 3)), found());
    }

    @Test
    void aLineTellsKindChannelsAndAdvice() {
        double[] many = IntStream.range(0, 20).mapToDouble(c -> c < 10 ? 0 : 1).toArray();
        String report = Audit.of(IntStream.range(0, 20).asDoubleStream().toArray(), many, null, null, EPS)
                .toString();
        assertEquals(
                "CONSTANT, channel 0, 1, 2, 3, 4, 5, 6, 7 and 2 more: the variance is 0; the channel carried "
                        + "nothing in training; "
                        + "what comes in service is magnified by 1/sqrt(eps)",
                report);
    }

    @Test
    void lengths() {
        assertEquals(
                "gamma: 3 values, must be 5, one per channel",
                assertThrows(IllegalArgumentException.class, () -> Audit.of(mean, variance, new float[3], beta, EPS))
                        .getMessage());
        assertEquals(
                "variance: 1 values, must be 5, one per channel",
                assertThrows(IllegalArgumentException.class, () -> Audit.of(mean, new double[1], gamma, beta, EPS))
                        .getMessage());
    }
}
