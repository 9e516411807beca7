package org.lanewise.fold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lanewise.BatchNorm2d;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.fold.Folding.Folded;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.testing.Bits;

/** Folding by example. */
class FoldTest {
    private static final double EPS = 1e-5;
    private static final Fold TO_FLOAT = Fold.to(ElementType.FLOAT32, 1);

    /** Scale 2 and shift 1, scale 3 and shift 10, and so on: with variance 1 - eps. */
    private static FrozenBatchNorm layer(float[] scale, float[] shift) {
        double[] variance = new double[scale.length];
        Arrays.fill(variance, 1 - EPS);
        return FrozenBatchNorm.of(
                new double[scale.length],
                variance,
                scale,
                shift,
                BatchNormOptions.defaults().eps(EPS));
    }

    private static float[] gaussian(int length) {
        Random random = new Random(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void anIdentityGivesTheWeightsBack() {
        float[] values = gaussian(4 * 4 * 9);
        values[5] = -0f;
        values[7] = 1e30f;
        float[] bias = gaussian(4);
        FrozenBatchNorm identity = layer(new float[] {1, 1, 1, 1}, new float[4]);
        for (LinearMap map : new LinearMap[] {
            LinearMap.convolution(4, 4, 3, 3),
            LinearMap.transposedConvolution(4, 4, 9),
            LinearMap.linear(4, 36, Layout.CHANNELS_LAST)
        }) {
            Weights weights = Weights.of(map, values, bias);
            Folded after = TO_FLOAT.after(identity, weights).orElseThrow();
            Bits.assertSame("weights", values, after.weights().values());
            Bits.assertSame("bias", bias, after.weights().bias());
            Folded before = TO_FLOAT.before(weights, identity).orElseThrow();
            Bits.assertSame("weights", values, before.weights().values());
            Bits.assertSame("bias", bias, before.weights().bias());
            assertEquals(1, before.certificate().amplification(3));
        }
    }

    @Test
    void aGammaOfZeroLeavesBeta() {
        FrozenBatchNorm layer = layer(new float[] {0, 2}, new float[] {0.25f, -1});
        Weights weights = Weights.of(LinearMap.linear(2, 2), new float[] {3, 4, 5, 6}, new float[] {7, 8});
        Folded folded = Fold.to(ElementType.BFLOAT16, 1)
                .tolerance(1e-9)
                .before(weights, layer)
                .orElseThrow();
        assertArrayEquals(new float[] {0, 0, 10, 12}, folded.weights().values());
        assertArrayEquals(new float[] {0.25f, 15}, folded.weights().bias());
        assertEquals(0, folded.certificate().amplification(0));
        assertEquals(0, folded.certificate().evaluationError(0));
        assertEquals(0.25, folded.certificate().rootMeanSquare(0));

        // A channel that is 0 throughout keeps the strictest tolerance.
        FrozenBatchNorm nothing = layer(new float[] {0, 0}, new float[2]);
        Folded zeros = Fold.to(ElementType.FLOAT16, 1)
                .tolerance(0)
                .before(weights, nothing)
                .orElseThrow();
        assertArrayEquals(new float[4], zeros.weights().values());
        assertEquals(0, zeros.certificate().error(0));
    }

    @Test
    void aFlattenedInputHasTheChannelsOfItsLayout() {
        FrozenBatchNorm layer = layer(new float[] {2, 3}, new float[] {1, 10});
        float[] ones = {1, 1, 1, 1, 1, 1};
        Weights first = Weights.of(LinearMap.linear(1, 6, Layout.CHANNELS_FIRST), ones, null);
        assertArrayEquals(
                new float[] {2, 2, 2, 3, 3, 3},
                TO_FLOAT.after(layer, first).orElseThrow().weights().values());
        assertArrayEquals(
                new float[] {33},
                TO_FLOAT.after(layer, first).orElseThrow().weights().bias());
        Weights last = Weights.of(LinearMap.linear(1, 6, Layout.CHANNELS_LAST), ones, null);
        assertArrayEquals(
                new float[] {2, 3, 2, 3, 2, 3},
                TO_FLOAT.after(layer, last).orElseThrow().weights().values());
        assertArrayEquals(
                new float[] {33},
                TO_FLOAT.after(layer, last).orElseThrow().weights().bias());
    }

    @Test
    void weightsInGroupsHaveTheChannelsOfTheirGroup() {
        FrozenBatchNorm layer = layer(new float[] {2, 3, 4, 5}, new float[4]);
        float[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
        // (4 outputs, 2 inputs of the group) and (4 inputs, 2 outputs of the group).
        Weights convolution = Weights.of(LinearMap.convolution(4, 4, 1).groups(2), ones, null);
        assertArrayEquals(
                new float[] {2, 2, 3, 3, 4, 4, 5, 5},
                TO_FLOAT.before(convolution, layer).orElseThrow().weights().values());
        assertArrayEquals(
                new float[] {2, 3, 2, 3, 4, 5, 4, 5},
                TO_FLOAT.after(layer, convolution).orElseThrow().weights().values());
        Weights transposed = Weights.of(LinearMap.transposedConvolution(4, 4, 1).groups(2), ones, null);
        assertArrayEquals(
                new float[] {2, 3, 2, 3, 4, 5, 4, 5},
                TO_FLOAT.before(transposed, layer).orElseThrow().weights().values());
        assertArrayEquals(
                new float[] {2, 2, 3, 3, 4, 4, 5, 5},
                TO_FLOAT.after(layer, transposed).orElseThrow().weights().values());
    }

    /** Why zero padding is refused: with it, the folded bias counts shifts that the border has not. */
    @Test
    void aShiftIsWrongAtABorderOfZeros() {
        FrozenBatchNorm layer = layer(new float[] {2}, new float[] {1});
        Weights weights =
                Weights.of(LinearMap.convolution(1, 1, 3).withoutZeroPadding(), new float[] {1, 10, 100}, null);
        Weights folded = TO_FLOAT.after(layer, weights).orElseThrow().weights();
        TextbookMap padded = new TextbookMap(false, 1, 1, 1, new int[] {1, 1, 3}, 1, 1, new int[] {1, 1, 3});
        double[] normalized = {2 * 5 + 1, 2 * 6 + 1, 2 * 7 + 1};
        double[] unfolded = padded.applyInDouble(weights.doubleValues(), weights.doubleBias(), normalized);
        double[] naive = padded.applyInDouble(folded.doubleValues(), folded.doubleBias(), new double[] {5, 6, 7});
        assertArrayEquals(new double[] {1410, 1641, 163}, unfolded);
        assertArrayEquals(new double[] {1410 + 1, 1641, 163 + 100}, naive);
    }

    @Test
    void aMapBetweenTwoLayersTakesBoth() {
        Weights between = Weights.of(LinearMap.linear(1, 2), new float[] {1, 10}, new float[] {100});
        Weights first = TO_FLOAT.after(layer(new float[] {2, 3}, new float[] {4, 5}), between)
                .orElseThrow()
                .weights();
        Weights both = TO_FLOAT.before(first, layer(new float[] {7}, new float[] {8}))
                .orElseThrow()
                .weights();
        assertArrayEquals(new float[] {7 * 2, 7 * 30}, both.values());
        assertArrayEquals(new float[] {7 * (100 + 4 + 50) + 8}, both.bias());
    }

    /** A sum that drops every term but the first comes up to the evaluation error. */
    @Test
    void theEvaluationErrorIsReached() {
        int inputs = 1000;
        float[] values = new float[inputs];
        Arrays.fill(values, 0x1.fp-25f);
        values[0] = 1;
        Weights weights = Weights.of(LinearMap.linear(1, inputs), values, null);
        Folded folded =
                TO_FLOAT.before(weights, layer(new float[] {1}, new float[1])).orElseThrow();
        float sum = 0;
        double exact = 0;
        for (float value : folded.weights().values()) {
            sum += value;
            exact += value;
        }
        double bound = folded.certificate().evaluationError(0);
        assertTrue(
                exact - sum <= bound && bound <= 1.1 * (exact - sum), "off by " + (exact - sum) + ", bound " + bound);
    }

    @Test
    void aSumThatMayOverflowHasNoBound() {
        Weights weights = Weights.of(LinearMap.linear(1, 2), new float[] {1e38f, 1e38f}, null);
        FrozenBatchNorm identity = layer(new float[] {1}, new float[1]);
        Certificate two = Fold.to(ElementType.FLOAT32, 2)
                .before(weights, identity)
                .orElseThrow()
                .certificate();
        assertEquals(Double.POSITIVE_INFINITY, two.error(0));
        Certificate half = Fold.to(ElementType.FLOAT32, 0.5)
                .before(weights, identity)
                .orElseThrow()
                .certificate();
        assertTrue(half.error(0) < 1e32);
    }

    @Test
    void errorsGrowWithTheInputs() {
        Weights weights = Weights.of(LinearMap.linear(4, 9), gaussian(36), null);
        FrozenBatchNorm layer = layer(new float[] {1, 2, 3, 4}, new float[4]);
        Certificate one = Fold.to(ElementType.FLOAT16, 1)
                .before(weights, layer)
                .orElseThrow()
                .certificate();
        Certificate three = Fold.to(ElementType.FLOAT16, 3)
                .before(weights, layer)
                .orElseThrow()
                .certificate();
        for (int o = 0; o < 4; o++) {
            assertEquals(3 * one.storageError(o), three.storageError(o), 1e-12 * three.storageError(o));
            assertEquals(3 * one.evaluationError(o), three.evaluationError(o), 1e-12 * three.evaluationError(o));
            assertEquals(three.storageError(o) + three.evaluationError(o), three.error(o), 1e-12 * three.error(o));
        }
    }

    @Test
    void sizesAreRootMeanSquares() {
        Weights weights = Weights.of(LinearMap.linear(2, 2), new float[] {1, -2, 0, 0}, new float[] {-6, 5});
        FrozenBatchNorm layer = layer(new float[] {3, 4}, new float[] {4, 3});
        Certificate before = TO_FLOAT.before(weights, layer).orElseThrow().certificate();
        assertEquals(5, before.rootMeanSquare(0));
        Certificate after = TO_FLOAT.after(layer, weights).orElseThrow().certificate();
        assertEquals(Math.sqrt(3 * 3 + 8 * 8 + (-6 + 4 - 6) * (-6 + 4 - 6)), after.rootMeanSquare(0), 1e-14);
        assertEquals(5, after.rootMeanSquare(1));
    }

    @Test
    void valuesAreThoseOfTheType() {
        FrozenBatchNorm identity = layer(new float[] {1}, new float[1]);
        Weights doubles = Weights.of(LinearMap.linear(1, 1), new double[] {0.1}, new double[] {0.7});
        for (ElementType type : ElementType.values()) {
            Weights folded =
                    Fold.to(type, 1).before(doubles, identity).orElseThrow().weights();
            assertEquals(type, folded.type());
            assertEquals(type.round(0.1), folded.doubleValues()[0]);
            assertEquals(type.round(0.7), folded.doubleBias()[0]);
            if (type == ElementType.FLOAT64) {
                assertEquals(
                        "type: FLOAT64, must be one of floats; doubleValues and doubleBias take all",
                        assertThrows(IllegalStateException.class, folded::values)
                                .getMessage());
                assertThrows(IllegalStateException.class, folded::bias);
            } else {
                assertEquals(type.round(0.1), folded.values()[0]);
                assertEquals(type.round(0.7), folded.bias()[0]);
            }
        }
    }

    @Test
    void arraysAreCopied() {
        float[] values = {1, 2};
        float[] bias = {3};
        Weights weights = Weights.of(LinearMap.linear(1, 2), values, bias);
        values[0] = 9;
        bias[0] = 9;
        weights.values()[1] = 9;
        weights.doubleValues()[1] = 9;
        weights.bias()[0] = 9;
        weights.doubleBias()[0] = 9;
        TO_FLOAT.before(weights, layer(new float[] {5}, new float[] {6}));
        TO_FLOAT.after(layer(new float[] {5, 5}, new float[] {6, 6}), weights);
        assertArrayEquals(new float[] {1, 2}, weights.values());
        assertArrayEquals(new float[] {3}, weights.bias());
        double[] doubles = {4};
        double[] doubleBias = {5};
        Weights ofDoubles = Weights.of(LinearMap.linear(1, 1), doubles, doubleBias);
        doubles[0] = 9;
        doubleBias[0] = 9;
        assertArrayEquals(new double[] {4}, ofDoubles.doubleValues());
        assertArrayEquals(new double[] {5}, ofDoubles.doubleBias());
    }

    @Test
    void theCertificateIsATable() {
        Weights weights = Weights.of(LinearMap.linear(2, 1), new float[] {1 + 0x1p-12f, 1}, null);
        FrozenBatchNorm layer = layer(new float[] {1, 2}, new float[] {0, 1});
        Folded folded = Fold.to(ElementType.FLOAT16, 8).before(weights, layer).orElseThrow();
        assertEquals("""
                FLOAT16 weights, |input| at most 8.0, amplification 1.00 to 2.00 over 2 channels
                  output      storage   evaluation        error          rms
                       0      0.00195     9.54e-07      0.00195         1.00
                       1     8.99e-15     2.03e-06     2.03e-06         2.24""".replace("\n", System.lineSeparator()), folded.toString());
        Weights many = Weights.of(LinearMap.linear(20, 1), gaussian(20), null);
        float[] gamma = new float[20];
        Arrays.fill(gamma, 1);
        String[] lines =
                TO_FLOAT.before(many, layer(gamma, new float[20])).toString().split(System.lineSeparator());
        assertEquals(11, lines.length);
        assertEquals("and 12 more with smaller errors", lines[10]);
    }

    @Test
    void theExampleOfTheJavadoc() {
        BatchNorm2d layer = new BatchNorm2d(64);
        float[] weight = gaussian(64 * 32 * 3 * 3);
        Weights conv = Weights.of(LinearMap.convolution(64, 32, 3, 3), weight, null); // float[64 * 32 * 3 * 3], no bias
        Fold fold = Fold.to(ElementType.FLOAT16, 6).tolerance(0.01); // for inputs of the convolution within -6 and 6
        String result = switch (fold.before(conv, layer.freeze())) {
            case Folding.Folded folded ->
                folded.weights().values().length + " " + folded.weights().bias().length;
            case Folding.Refused refused -> refused.toString(); // and keep the layer
        };
        assertTrue(result.startsWith("TOLERANCE: output channel "), result);
        result = switch (fold.tolerance(1).before(conv, layer.freeze())) {
            case Folding.Folded folded ->
                folded.weights().values().length + " " + folded.weights().bias().length;
            case Folding.Refused refused -> refused.toString();
        };
        assertEquals("18432 64", result);
    }
}
