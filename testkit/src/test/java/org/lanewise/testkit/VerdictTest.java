package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Tensor;

/** What a verdict says of an engine that breaks laws, throws, or is not asked. */
class VerdictTest {
    @Test
    void ofATypeThatAnEngineDoesNotTakeNoLawIsTried() {
        Subject subject = new Spoiled() {
            @Override
            public Set<ElementType> types() {
                return Set.of(ElementType.FLOAT32);
            }
        };
        Verdict verdict = Verdict.of(subject, LawsCanBeBrokenTest.few(ElementType.FLOAT64));
        assertFalse(verdict.isKept());
        assertTrue(verdict.findings().stream().allMatch(finding -> finding.tried() == 0), verdict::toString);
        assertThrows(IllegalArgumentException.class, () -> Verdict.of(subject, List.of()));
    }

    /** As one has it who takes statistics by oneself, and lends Lanewise's inference, which refuses those of a NaN. */
    @Test
    void whatASubjectThrowsNamesLawAndProblem() {
        Subject subject = new Spoiled() {
            @Override
            public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
                float[] mean = new float[x.shape().channels()];
                float[] variance = new float[mean.length];
                Arrays.fill(variance, 1);
                for (int c = 0; c < mean.length; c++) {
                    mean[c] = (float) Arrays.stream(Channels.get(x, c)).sum();
                }
                infer(x, y, gamma, beta, eps, mean, variance);
                return super.train(x, y, gamma, beta, eps);
            }
        };
        List<Problem> problems = LawsCanBeBrokenTest.few(ElementType.FLOAT32);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> Verdict.of(subject, problems));
        assertEquals(
                "spoiled: the law 'channels apart' on " + problems.getFirst() + " ended with " + e.getCause(),
                e.getMessage());
        assertEquals(IllegalArgumentException.class, e.getCause().getClass());
        Subject failing = new Spoiled() {
            @Override
            public void backward(
                    Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
                throw new AssertionError("not yet");
            }
        };
        assertEquals(
                "spoiled: train and backward on " + problems.getFirst()
                        + " ended with java.lang.AssertionError: not yet",
                assertThrows(IllegalStateException.class, () -> Verdict.of(failing, problems))
                        .getMessage());
    }

    /** How a law is broken in the first problem, or nothing. */
    private static Optional<String> seen(Subject subject, String law) {
        Verdict verdict =
                Verdict.of(subject, LawsCanBeBrokenTest.few(ElementType.FLOAT32).subList(0, 1));
        return verdict.findings().stream()
                .filter(finding -> finding.law().name().equals(law))
                .findFirst()
                .orElseThrow()
                .smallest();
    }

    /** The finding has to say what is different. A NaN that stays one is not: it breaks "finite", not an invariance. */
    @Test
    void ofANaNTheFindingSaysWhatChanged() {
        Subject always = new WrongOutput() {
            @Override
            float[] wrong(Tensor x, float[] y, float[] beta) {
                y[0] = Float.NaN;
                y[y.length - 1] = Float.NaN;
                return y;
            }
        };
        assertEquals(Optional.empty(), seen(always, "scale"));
        assertTrue(seen(always, "finite").isPresent());
        assertTrue(
                seen(always, "training y").orElseThrow().matches(".*: y\\[0] of channel 0 is NaN, exactly [-.\\d]+"));
        Subject later = new WrongOutput() {
            private int calls;

            @Override
            float[] wrong(Tensor x, float[] y, float[] beta) {
                y[0] = calls++ == 0 ? y[0] : Float.NaN;
                return y;
            }
        };
        assertTrue(seen(later, "scale")
                .orElseThrow()
                .matches(".*: y\\[0] of channel 0 for 4·x, 16·eps is NaN, before [-.\\d]+"));
        Subject earlier = new WrongOutput() {
            private int calls;

            @Override
            float[] wrong(Tensor x, float[] y, float[] beta) {
                y[0] = calls++ == 0 ? Float.NaN : y[0];
                return y;
            }
        };
        assertTrue(seen(earlier, "sample order")
                .orElseThrow()
                .matches(".*: y\\[0] of channel 0 with the samples reversed is [-.\\d]+, before NaN"));
        Subject noGradient = new Spoiled() {
            @Override
            public void backward(
                    Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
                super.backward(x, dy, dx, gamma, eps, dgamma, dbeta);
                change(dx, values -> {
                    values[0] = Float.NaN;
                    return values;
                });
            }
        };
        assertTrue(seen(noGradient, "adjoint").orElseThrow().endsWith(": <J v, w> in channel 0 is NaN, <v, J' w> NaN"));
    }
}
