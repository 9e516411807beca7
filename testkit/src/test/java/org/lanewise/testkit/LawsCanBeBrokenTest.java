package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** For every law an engine that is wrong in just that way, and is found out. */
class LawsCanBeBrokenTest {
    private final Set<String> noticed = new TreeSet<>();

    /** Enough for each law to be broken. */
    static List<Problem> few(ElementType type) {
        return List.of(
                new Problem(Shape.of(4, 3, 5), Layout.CHANNELS_FIRST, type, Kind.ORDINARY, 1),
                new Problem(Shape.of(5, 2, 3, 7), Layout.CHANNELS_LAST, type, Kind.OFFSET, 2),
                new Problem(Shape.of(6, 4), Layout.CHANNELS_LAST, type, Kind.NARROW, 3));
    }

    private void assertBreaks(Subject subject, String... laws) {
        assertBreaks(ElementType.FLOAT32, subject, laws);
    }

    private void assertBreaks(ElementType type, Subject subject, String... laws) {
        Verdict verdict = Verdict.of(subject, few(type));
        assertFalse(verdict.isKept());
        assertEquals(type, verdict.type());
        Set<String> broken = new TreeSet<>();
        for (Verdict.Finding finding : verdict.findings()) {
            assertEquals(few(type).size(), finding.tried());
            assertEquals(finding.broken() > 0, finding.smallest().isPresent());
            if (finding.broken() > 0) {
                broken.add(finding.law().name());
            }
        }
        assertTrue(broken.containsAll(List.of(laws)), () -> "expected " + List.of(laws) + " among\n" + verdict);
        noticed.addAll(List.of(laws));
    }

    @Test
    void everyLawIsBrokenBySomeone() {
        assertBreaks(
                new Spoiled() {
                    @Override
                    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
                        Statistics right = super.train(x, y, gamma, beta, eps);
                        right.mean()[0] *= 1 + 1e-6;
                        right.variance()[0] = -right.variance()[0];
                        return right;
                    }
                },
                "mean",
                "variance",
                "no negative variance");
        // Some float steps: less than what sums in float would commonly lose.
        assertBreaks(
                new WrongOutput() {
                    @Override
                    float[] wrong(Tensor x, float[] y, float[] beta) {
                        for (int i = 0; i < y.length; i++) {
                            y[i] += 8 * Math.ulp(y[i]);
                        }
                        return y;
                    }
                },
                "training y",
                "constant channel");
        assertBreaks(
                new Spoiled() {
                    @Override
                    public void infer(
                            Tensor x,
                            Tensor y,
                            float[] gamma,
                            float[] beta,
                            double eps,
                            float[] mean,
                            float[] variance) {
                        super.infer(x, y, gamma, beta, eps * 1.01, mean, variance);
                    }
                },
                "inference y");
        assertBreaks(
                new Spoiled() {
                    @Override
                    public void backward(
                            Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
                        super.backward(x, dy, dx, gamma, eps, dgamma, dbeta);
                        dgamma[0] *= 1.000001f;
                        dbeta[0] += 1e-5f;
                        change(dx, values -> {
                            for (int i = 0; i < values.length; i++) {
                                values[i] = values[i] * (i % 2 == 0 ? 1.001f : 1) + 1e-3f;
                            }
                            return values;
                        });
                    }
                },
                "dx",
                "dgamma",
                "dbeta",
                "sum of dx",
                "adjoint");
        assertBreaks(
                new Spoiled() {
                    @Override
                    public void backward(
                            Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
                        super.backward(x, dy, dx, gamma, eps * 1.5, dgamma, dbeta);
                    }
                },
                "sum of dx·xhat");
        assertBreaks(
                new WrongOutput() {
                    @Override
                    float[] wrong(Tensor x, float[] y, float[] beta) {
                        float sum = 0;
                        for (float element : x.toArray()) {
                            sum += element;
                        }
                        y[0] += 0 * sum;
                        y[y.length - 1] += 0 * sum;
                        return y;
                    }
                },
                "channels apart");
        assertBreaks(
                new WrongOutput() {
                    private int calls;

                    @Override
                    float[] wrong(Tensor x, float[] y, float[] beta) {
                        y[1] = calls++ == 0 ? y[1] : Math.nextUp(y[1]);
                        return y;
                    }
                },
                "same again");
        assertBreaks(
                new Spoiled() {
                    @Override
                    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
                        boolean inPlace = x.isSameMemory(y);
                        boolean aligned = x.segment().address() % 64 == 0;
                        Statistics statistics = super.train(x, y, gamma, beta, eps);
                        if (inPlace || !aligned) {
                            change(y, values -> {
                                values[2] = Math.nextUp(values[2]);
                                return values;
                            });
                        }
                        return statistics;
                    }
                },
                "in place",
                "alignment");
        assertBreaks(
                new WrongOutput() {
                    @Override
                    float[] wrong(Tensor x, float[] y, float[] beta) {
                        int last = y.length - 1; // in the last channel in either layout
                        y[last] += 1e-3f * y[last];
                        return y;
                    }
                },
                "channel order",
                "sample order");
        assertBreaks(
                new WrongOutput() {
                    @Override
                    float[] wrong(Tensor x, float[] y, float[] beta) {
                        float first = x.toArray()[0];
                        for (int i = 0; i < y.length; i++) {
                            y[i] += 1e-5f * first;
                        }
                        return y;
                    }
                },
                "shift",
                "scale");
        assertBreaks(
                new Spoiled() {
                    @Override
                    public ChannelMoments merge(ChannelMoments first, ChannelMoments second) {
                        return first.count() > second.count() ? super.merge(first, first) : super.merge(second, second);
                    }
                },
                "merged from the left",
                "merged from the right");
        assertBreaks(
                new Spoiled() {
                    @Override
                    public List<Subject> twins() {
                        return List.of(new Spoiled.OnePass());
                    }
                },
                "twins");
        assertBreaks(
                new Spoiled() {
                    @Override
                    public void infer(
                            Tensor x,
                            Tensor y,
                            float[] gamma,
                            float[] beta,
                            double eps,
                            float[] mean,
                            float[] variance) {
                        change(y, values -> new float[values.length]);
                        super.infer(x, y, gamma, beta, eps, mean, variance);
                    }
                },
                "refusal");
        assertBreaks(
                new WrongOutput() {
                    @Override
                    float[] wrong(Tensor x, float[] y, float[] beta) {
                        y[2] = Float.POSITIVE_INFINITY;
                        return y;
                    }
                },
                "finite");
        Set<String> all = new TreeSet<>();
        Laws.all().forEach(law -> all.add(law.name()));
        assertEquals(all, noticed);
    }

    /** What does all in float32, and stores the result its own way. */
    private abstract static class ThroughFloat32 extends Spoiled {
        abstract double stored(float value);

        private Tensor copy(Arena arena, Tensor tensor) {
            return Tensor.allocate(arena, tensor.shape(), tensor.layout()).copyFrom(tensor.toDoubleArray());
        }

        private void store(Tensor from, Tensor to) {
            float[] values = from.toArray();
            double[] all = new double[values.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = stored(values[i]);
            }
            to.copyFrom(all);
        }

        @Override
        public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
            try (Arena arena = Arena.ofShared()) {
                Tensor copy = copy(arena, x);
                Statistics statistics = super.train(copy, copy, gamma, beta, eps);
                store(copy, y);
                return statistics;
            }
        }

        @Override
        public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
            try (Arena arena = Arena.ofShared()) {
                Tensor copy = copy(arena, dy);
                super.backward(copy(arena, x), copy, copy, gamma, eps, dgamma, dbeta);
                store(copy, dx);
            }
        }
    }

    @Test
    void float64InFloatIsFoundOut() {
        ThroughFloat32 subject = new ThroughFloat32() {
            @Override
            double stored(float value) {
                return value;
            }
        };
        assertBreaks(ElementType.FLOAT64, subject, "mean", "variance", "training y", "dx", "sum of dx", "adjoint");
    }

    @Test
    void digitsThatAreCutOffAreFoundOut() {
        ThroughFloat32 subject = new ThroughFloat32() {
            @Override
            double stored(float value) {
                return Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
            }
        };
        assertBreaks(ElementType.BFLOAT16, subject, "training y", "dx", "constant channel");
    }

    @Test
    void float16StatisticsAreFoundOut() {
        Subject subject = new Spoiled() {
            @Override
            public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
                Statistics right = super.train(x, y, gamma, beta, eps);
                for (double[] values : List.of(right.mean(), right.variance())) {
                    for (int c = 0; c < values.length; c++) {
                        values[c] = Precision.FLOAT16.round(values[c]);
                    }
                }
                return right;
            }
        };
        assertBreaks(ElementType.FLOAT16, subject, "mean", "variance");
    }

    /** That a shift is tried at all: most sums are not exact, and fewest with the fewest digits. */
    @ParameterizedTest
    @EnumSource
    void whatDependsOnTheOffsetIsFoundOut(ElementType type) {
        Subject subject = new Spoiled() {
            @Override
            public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
                double first = x.toDoubleArray()[0];
                Statistics statistics = super.train(x, y, gamma, beta, eps);
                y.copyFrom(Arrays.stream(y.toDoubleArray())
                        .map(value -> value + 0.1 * first)
                        .toArray());
                return statistics;
            }
        };
        Verdict verdict =
                Verdict.of(subject, List.of(new Problem(Shape.of(4, 3, 5), Layout.CHANNELS_FIRST, type, Kind.FAR, 1)));
        assertTrue(
                verdict.findings().stream()
                        .anyMatch(finding -> finding.law().name().equals("shift") && finding.broken() == 1),
                verdict::toString);
    }

    @Test
    void onePassVariancesAreFoundOut() {
        assertBreaks(new Spoiled.OnePass(), "mean", "variance", "training y");
    }
}
