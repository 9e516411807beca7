package org.lanewise.fold;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import org.lanewise.fold.Folding.Folded;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.testing.SeededProperty;

/**
 * What is folded against the two operations one after the other, in exact arithmetic: no farther off than the
 * certificate says.
 */
class FoldProperties {
    /** Inputs of some size, and such that the bias alone is left of the errors. */
    private static double inputBound(Random random) {
        return random.nextInt(4) == 0 ? 0x1p-60 : 4;
    }

    @SeededProperty
    void before(@ForAll ElementType target, @ForAll long seed) {
        Random random = new Random(seed);
        TextbookMap map = TextbookMap.random(random, true);
        TextbookLayer layer = TextbookLayer.random(random, map.outputs(), false);
        Weights weights = weights(random, map.described(), target);
        Folded folded = Fold.to(target, inputBound(random))
                .before(weights, layer.frozen())
                .orElseThrow();

        assertWithin(random, map, folded, x -> {
            BigDecimal[] y = map.apply(weights.doubleValues(), weights.doubleBias(), x);
            for (int i = 0; i < y.length; i++) {
                y[i] = layer.apply(i / map.outputPositions(), y[i]);
            }
            return y;
        });
    }

    @SeededProperty
    void after(@ForAll ElementType target, @ForAll boolean shiftless, @ForAll long seed) {
        Random random = new Random(seed);
        TextbookMap map = TextbookMap.random(random, shiftless);
        if (map.transposed() && !shiftless) {
            return; // refused, see FoldRefusalTest
        }
        TextbookLayer layer = TextbookLayer.random(random, map.inputs(), shiftless);
        Weights weights = weights(random, map.described(), target);
        Folded folded = Fold.to(target, inputBound(random))
                .after(layer.frozen(), weights)
                .orElseThrow();

        assertWithin(random, map, folded, x -> {
            BigDecimal[] y = new BigDecimal[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = layer.apply(i / map.inputPositions(), x[i]);
            }
            return map.apply(weights.doubleValues(), weights.doubleBias(), y);
        });
    }

    @SeededProperty
    void afterAndFlattened(@ForAll ElementType target, @ForAll Layout layout, @ForAll long seed) {
        Random random = new Random(seed);
        int channels = random.nextInt(1, 6);
        int positions = random.nextInt(1, 6);
        TextbookMap map = new TextbookMap(
                false, random.nextInt(1, 6), channels * positions, 1, new int[] {1, 1, 1}, 1, 0, new int[] {1, 1, 1});
        TextbookLayer layer = TextbookLayer.random(random, channels, false);
        Weights weights = weights(random, LinearMap.linear(map.outputs(), map.inputs(), layout), target);
        Folded folded = Fold.to(target, inputBound(random))
                .after(layer.frozen(), weights)
                .orElseThrow();

        assertWithin(random, map, folded, x -> {
            BigDecimal[] y = new BigDecimal[x.length];
            for (int c = 0; c < channels; c++) {
                for (int s = 0; s < positions; s++) {
                    int feature = layout == Layout.CHANNELS_FIRST ? c * positions + s : s * channels + c;
                    y[feature] = layer.apply(c, x[feature]);
                }
            }
            return map.apply(weights.doubleValues(), weights.doubleBias(), y);
        });
    }

    /** The two operations, one after the other. */
    private interface Unfolded {
        BigDecimal[] apply(BigDecimal[] x);
    }

    /**
     * Within the errors for inputs of the worst signs for an output, of which one of a full set of inputs comes up to
     * the bound.
     */
    private static void assertWithin(Random random, TextbookMap map, Folded folded, Unfolded unfolded) {
        Certificate certificate = folded.certificate();
        double bound = certificate.inputBound();
        double[] values = folded.weights().doubleValues();
        double[] bias = folded.weights().doubleBias();
        int inputs = map.inputs() * map.inputPositions();
        int y = random.nextInt(map.outputs() * map.outputPositions());
        int output = y / map.outputPositions();

        // What each input, and the bias, adds to the error.
        BigDecimal[] zeros = exactly(new double[inputs]);
        BigDecimal offset = map.apply(values, bias, zeros)[y].subtract(unfolded.apply(zeros)[y]);
        double[] x = new double[inputs];
        int[] taps = new int[1];
        map.forEach((weight, from, to) -> {
            if (to == y) {
                taps[0]++;
                double[] one = new double[inputs];
                one[from] = 1;
                BigDecimal difference = map.apply(values, bias, exactly(one))[y]
                        .subtract(unfolded.apply(exactly(one))[y])
                        .subtract(offset);
                x[from] = difference.signum() * (offset.signum() < 0 ? -bound : bound);
            }
        });
        BigDecimal[] exact = unfolded.apply(exactly(x));
        BigDecimal[] ofFolded = map.apply(values, bias, exactly(x));
        for (int i = 0; i < exact.length; i++) {
            double off = ofFolded[i].subtract(exact[i]).abs().doubleValue();
            assertTrue(
                    off <= certificate.storageError(i / map.outputPositions()),
                    () -> "storage: off by " + off + " of " + folded);
        }
        double off = ofFolded[y].subtract(exact[y]).abs().doubleValue();
        if (taps[0] == map.weights() / map.outputs()) {
            // Doubles are stored as they were computed: what that is off by is only known to a few units.
            double most = folded.weights().type() == ElementType.FLOAT64 ? 1e4 * off + 1e-15 : (1 + 1e-6) * off + 1e-11;
            assertTrue(certificate.storageError(output) <= most, () -> "storage: off by only " + off + " of " + folded);
        }

        for (int i = 0; i < inputs; i++) {
            x[i] = x[i] == 0 || random.nextBoolean() ? (float) random.nextDouble(-bound, bound) : x[i];
        }
        assertEvaluated(map, folded, x, unfolded.apply(exactly(x)));
    }

    /** In the arithmetic of service. */
    private static void assertEvaluated(TextbookMap map, Folded folded, double[] x, BigDecimal[] exact) {
        Weights weights = folded.weights();
        boolean inDouble = weights.type() == ElementType.FLOAT64;
        double[] y = inDouble ? map.applyInDouble(weights.doubleValues(), weights.doubleBias(), x) : null;
        float[] ofFloats = inDouble ? null : map.applyInFloat(weights.values(), weights.bias(), x);
        BigDecimal[] ofStored = map.apply(weights.doubleValues(), weights.doubleBias(), exactly(x));
        for (int i = 0; i < exact.length; i++) {
            int output = i / map.outputPositions();
            BigDecimal actual = new BigDecimal(inDouble ? y[i] : ofFloats[i]);
            double off = actual.subtract(exact[i]).abs().doubleValue();
            double evaluation = actual.subtract(ofStored[i]).abs().doubleValue();
            assertTrue(off <= folded.certificate().error(output), () -> "off by " + off + " of " + folded);
            assertTrue(
                    evaluation <= folded.certificate().evaluationError(output),
                    () -> "evaluation: off by " + evaluation + " of " + folded);
        }
    }

    private static BigDecimal[] exactly(double[] values) {
        return DoubleStream.of(values).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
    }

    /** Weights of some size, so that float16 has them all, with a bias or without; floats but for float64. */
    static Weights weights(Random random, LinearMap map, ElementType target) {
        double[] values = random.doubles(map.weights(), 0.05, 2)
                .map(w -> w * TextbookLayer.sign(random))
                .toArray();
        double[] bias = random.nextBoolean()
                ? null
                : random.doubles(map.outputs(), -2, 2).toArray();
        return target == ElementType.FLOAT64
                ? Weights.of(map, values, bias)
                : Weights.of(map, floats(values), bias == null ? null : floats(bias));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
