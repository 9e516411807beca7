package org.lanewise.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.lanewise.Activation;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.fold.Folding.Cause;
import org.lanewise.fold.Folding.Folded;
import org.lanewise.fold.Folding.Refused;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;

/** What is refused, with which reason, and what just isn't. */
class FoldRefusalTest {
    private final double[] mean = new double[2];
    private final double[] variance = {1 - 1e-5, 1 - 1e-5};
    private final float[] gamma = {1, 1};
    private final float[] beta = new float[2];
    private BatchNormOptions options = BatchNormOptions.defaults();

    /** Of two inputs and outputs. */
    private final float[] values = {1, 2, 3, 4};

    private final float[] bias = new float[2];

    private FrozenBatchNorm layer() {
        return FrozenBatchNorm.of(mean, variance, gamma, beta, options);
    }

    private Weights weights(LinearMap map) {
        return Weights.of(map, values, bias);
    }

    private Folding before(ElementType type) {
        return Fold.to(type, 1).before(weights(LinearMap.linear(2, 2)), layer());
    }

    private static void assertRefused(Cause cause, String reason, Folding folding) {
        Refused refused = assertInstanceOf(Refused.class, folding);
        assertEquals(cause + ": " + reason, refused.toString());
        assertEquals(
                refused.toString(),
                assertThrows(IllegalStateException.class, folding::orElseThrow).getMessage());
    }

    @Test
    void activation() {
        Fold fold = Fold.to(ElementType.FLOAT64, 1);
        Weights linear = weights(LinearMap.linear(2, 2));
        options = options.activation(Activation.relu());
        assertRefused(
                Cause.ACTIVATION,
                "Activation[negativeSlope=0.0] follows the layer, must be none",
                fold.after(layer(), linear));
        assertInstanceOf(Folded.class, fold.before(linear, layer()));
    }

    @Test
    void notFinite() {
        Fold fold = Fold.to(ElementType.FLOAT64, 1);
        Weights linear = weights(LinearMap.linear(2, 2));
        gamma[1] = Float.NaN;
        String ofGamma = "channel 1: mean 0.0, variance + eps 1.0, gamma NaN, beta 0.0, scale NaN, must be finite";
        assertRefused(Cause.NOT_FINITE, ofGamma, fold.before(linear, layer()));
        assertRefused(Cause.NOT_FINITE, ofGamma, fold.after(layer(), linear));
        gamma[1] = 1;
        beta[0] = Float.POSITIVE_INFINITY;
        assertRefused(
                Cause.NOT_FINITE,
                "channel 0: mean 0.0, variance + eps 1.0, gamma 1.0, beta Infinity, scale 1.0, must be finite",
                fold.before(linear, layer()));
        beta[0] = 0;
        values[2] = Float.NaN;
        assertRefused(Cause.NOT_FINITE, "output channel 1: weight NaN, must be finite", before(ElementType.FLOAT32));
        values[2] = 0;
        bias[1] = Float.NEGATIVE_INFINITY;
        assertRefused(
                Cause.NOT_FINITE, "output channel 1: bias -Infinity, must be finite", before(ElementType.FLOAT32));
    }

    @Test
    void padding() {
        Fold fold = Fold.to(ElementType.FLOAT32, 1);
        beta[1] = 0.5f;
        LinearMap convolution = LinearMap.convolution(2, 2, 1);
        assertRefused(
                Cause.PADDING,
                "channel 1: shift beta - gamma*mean/sqrt(variance + eps) is 0.5, must be 0 before a "
                        + "convolution 2 to 2, kernel 1 that may be padded with zeros",
                fold.after(layer(), weights(convolution)));
        assertRefused(
                Cause.PADDING,
                "channel 1: shift beta - gamma*mean/sqrt(variance + eps) is 0.5, must be 0 before a "
                        + "transposed convolution 2 to 2, kernel 1",
                fold.after(layer(), weights(LinearMap.transposedConvolution(2, 2, 1))));
        assertInstanceOf(Folded.class, fold.after(layer(), weights(convolution.withoutZeroPadding())));
        assertInstanceOf(Folded.class, fold.before(weights(convolution), layer()));
        mean[1] = 0.5;
        assertInstanceOf(Folded.class, fold.after(layer(), weights(convolution)));
        beta[1] = 0;
        assertInstanceOf(Refused.class, fold.after(layer(), weights(convolution)));
        gamma[1] = 0;
        assertInstanceOf(Folded.class, fold.after(layer(), weights(convolution)));
    }

    @Test
    void overflow() {
        gamma[1] = -20000;
        assertRefused(
                Cause.OVERFLOW,
                "output channel 1: largest |weight| 80000.0, must be at most 65504.0 in FLOAT16",
                before(ElementType.FLOAT16));
        assertInstanceOf(Folded.class, before(ElementType.BFLOAT16));
        gamma[1] = Math.nextDown(16380f); // 65520 rounds to infinity, all below it to 65504
        assertInstanceOf(Folded.class, before(ElementType.FLOAT16));
        gamma[1] = 16380;
        assertInstanceOf(Refused.class, before(ElementType.FLOAT16));
        gamma[1] = 1;
        mean[0] = 70000;
        assertRefused(
                Cause.OVERFLOW,
                "output channel 0: largest |bias| 70000.0, must be at most 65504.0 in FLOAT16",
                before(ElementType.FLOAT16));
        values[3] = 2e38f;
        gamma[1] = 2;
        assertRefused(
                Cause.OVERFLOW,
                "output channel 1: largest |weight| 3.999999872114277E38, must be at most "
                        + "3.3895313892515355E38 in BFLOAT16",
                before(ElementType.BFLOAT16));
        assertInstanceOf(Refused.class, before(ElementType.FLOAT32));
        assertInstanceOf(Folded.class, before(ElementType.FLOAT64));
        Fold toDouble = Fold.to(ElementType.FLOAT64, 1);
        Weights doubles = Weights.of(LinearMap.linear(2, 2), new double[] {1, 1, 1, 1e308}, null);
        assertRefused(
                Cause.OVERFLOW,
                "output channel 1: largest |weight| Infinity, must be at most 1.7976931348623157E308 in FLOAT64",
                toDouble.before(doubles, layer()));
    }

    @Test
    void underflow() {
        gamma[1] = 1e-8f;
        assertRefused(
                Cause.UNDERFLOW,
                "output channel 1: weight 2.999999981767587E-8 becomes 5.960464477539063E-8 in FLOAT16, "
                        + "must be within 4.8828125E-4 of the channel's largest, 3.999999975690116E-8",
                before(ElementType.FLOAT16));
        assertInstanceOf(Folded.class, before(ElementType.BFLOAT16));
        values[2] = 30000; // of which float16 stores 3e-4 in full: 4e-8 beside it does not matter
        assertInstanceOf(Folded.class, before(ElementType.FLOAT16));
        values[2] = 0;
        gamma[1] = 0x1p-26f; // 4 of these are 2^-24, the smallest float16
        assertInstanceOf(Folded.class, before(ElementType.FLOAT16));
        gamma[1] = 0x1p-28f;
        assertRefused(
                Cause.UNDERFLOW,
                "output channel 1: weight 1.4901161193847656E-8 becomes 0.0 in FLOAT16, "
                        + "must be within 4.8828125E-4 of the channel's largest, 1.4901161193847656E-8",
                before(ElementType.FLOAT16));
        gamma[1] = 1e-44f;
        values[3] = 0.1f;
        assertInstanceOf(Refused.class, before(ElementType.FLOAT32));
        assertInstanceOf(Folded.class, before(ElementType.FLOAT64));
        Fold toDouble = Fold.to(ElementType.FLOAT64, 1);
        for (double tiny : new double[] {1e-300, Double.MIN_VALUE}) {
            Weights doubles = Weights.of(LinearMap.linear(2, 2), new double[] {1, 1, 0, tiny}, null);
            assertEquals(
                    Cause.UNDERFLOW,
                    assertInstanceOf(Refused.class, toDouble.before(doubles, layer()))
                            .cause());
        }
        gamma[1] = 0;
        assertInstanceOf(Folded.class, before(ElementType.FLOAT16));
    }

    @Test
    void tolerance() {
        mean[1] = 1000.3; // float16 stores 1000.5
        Fold fold = Fold.to(ElementType.FLOAT16, 1);
        Weights linear = weights(LinearMap.linear(2, 2));
        Folded folded = assertInstanceOf(Folded.class, fold.before(linear, layer()));
        double error = folded.certificate().storageError(1);
        assertEquals(0.2, error, 1e-9);
        assertRefused(
                Cause.TOLERANCE,
                "output channel 1: predicted storage error " + error
                        + ", must be at most 0.19 of the output's root mean square, 1.0",
                fold.tolerance(0.19).before(linear, layer()));
        assertInstanceOf(Folded.class, fold.tolerance(0.21).before(linear, layer()));
        // What evaluation is off by is not the folding's: 5e-4 here.
        assertInstanceOf(
                Folded.class, Fold.to(ElementType.FLOAT32, 1000).tolerance(1e-4).before(linear, layer()));
        // Of two, the one farther beyond is named.
        mean[0] = 1000.1;
        Refused refused = assertInstanceOf(Refused.class, fold.tolerance(1e-3).before(linear, layer()));
        assertEquals("output channel 1", refused.reason().substring(0, 16));
        beta[1] = 999;
        assertInstanceOf(Folded.class, fold.tolerance(0.19).before(linear, layer()));
        Certificate after = fold.after(layer(), linear).orElseThrow().certificate();
        assertRefused(
                Cause.TOLERANCE,
                "output channel 1: predicted storage error " + after.storageError(1) + ", must be at most 1.0E-6 "
                        + "of the output's root mean square, " + after.rootMeanSquare(1),
                fold.tolerance(1e-6).after(layer(), linear));
    }

    @Test
    void arguments() {
        Weights linear = weights(LinearMap.linear(2, 2));
        Fold fold = Fold.to(ElementType.FLOAT32, 1);
        FrozenBatchNorm three = FrozenBatchNorm.of(new double[3], new double[3], null, null, options);
        assertInvalid(
                "weights: linear map 2 to 2, must have 3 outputs as the layer has channels",
                () -> fold.before(linear, three));
        assertInvalid(
                "weights: linear map 2 to 2, must have 3 inputs as the layer has channels, "
                        + "or say in which layout they were flattened",
                () -> fold.after(three, linear));
        assertInvalid(
                "weights: convolution 2 to 2, kernel 1, must have 3 inputs as the layer has channels",
                () -> fold.after(three, weights(LinearMap.convolution(2, 2, 1))));
        assertInvalid(
                "weights: linear map 4 to 1, must have a multiple of 3 inputs, the layer's channels",
                () -> fold.after(three, Weights.of(LinearMap.linear(1, 4, Layout.CHANNELS_LAST), values, null)));
        assertInvalid(
                "values: 4 of them, must be 2x2x3x3 for convolution 4 to 2, kernel 3x3, groups 2",
                () -> weights(LinearMap.convolution(2, 4, 3, 3).groups(2)));
        assertInvalid(
                "bias: 3 values, must be 2, one per output channel",
                () -> Weights.of(LinearMap.linear(2, 2), values, new float[3]));
        assertInvalid(
                "values: 3 of them, must be 2x2 for linear map 2 to 2",
                () -> Weights.of(LinearMap.linear(2, 2), new double[3], new double[2]));
        assertInvalid(
                "groups: 3, must divide 3 inputs and 4 outputs",
                () -> LinearMap.convolution(4, 3, 1).groups(3));
        assertInvalid(
                "groups: 0, must divide 3 inputs and 4 outputs",
                () -> LinearMap.transposedConvolution(4, 3, 1).groups(0));
        assertInvalid(
                "groups: 2, must divide 3 inputs and 4 outputs",
                () -> LinearMap.transposedConvolution(4, 3, 1).groups(2));
        assertInvalid(
                "groups: 2 of a linear map, must be of a convolution",
                () -> LinearMap.linear(2, 2).groups(2));
        assertInvalid("outputs: 0, must be at least 1", () -> LinearMap.linear(0, 2));
        assertInvalid("inputs: -1, must be at least 1", () -> LinearMap.linear(2, -1));
        assertInvalid("kernel[1]: 0, must be at least 1", () -> LinearMap.convolution(2, 2, 3, 0));
        assertInvalid("kernel: no size, must be one per spatial axis", () -> LinearMap.convolution(2, 2));
        assertInvalid(
                "kernel: 65536x32768, must have at most 2147483647 weights",
                () -> LinearMap.convolution(1, 1, 1 << 16, 1 << 15));
        // More than an array holds, and as an int 4.
        assertInvalid(
                "values: 4 of them, must be 1073741825x4 for linear map 4 to 1073741825",
                () -> weights(LinearMap.linear((1 << 30) + 1, 4)));
        int many = 1 << 16; // more than an array holds, but not in groups
        assertInvalid(
                "values: 4 of them, must be 65536x1x1 for transposed convolution 65536 to 65536, kernel 1, groups "
                        + "65536",
                () -> weights(LinearMap.transposedConvolution(many, many, 1).groups(many)));
        assertInvalid(
                "map: transposed convolution 2 to 2, kernel 3, must be a convolution, and not transposed",
                () -> LinearMap.transposedConvolution(2, 2, 3).withoutZeroPadding());
        for (double bound : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertInvalid(
                    "inputBound: " + bound + ", must be finite and above 0", () -> Fold.to(ElementType.FLOAT32, bound));
        }
        assertInvalid("share: -0.1, must not be negative", () -> fold.tolerance(-0.1));
        assertInvalid("share: NaN, must not be negative", () -> fold.tolerance(Double.NaN));
        assertEquals(
                "target",
                assertThrows(NullPointerException.class, () -> Fold.to(null, 1)).getMessage());
        assertEquals(
                "weights",
                assertThrows(NullPointerException.class, () -> fold.after(three, null))
                        .getMessage());
        assertEquals(
                "layer",
                assertThrows(NullPointerException.class, () -> fold.before(linear, null))
                        .getMessage());
        assertEquals(
                "values",
                assertThrows(NullPointerException.class, () -> Weights.of(LinearMap.linear(1, 1), (float[]) null, null))
                        .getMessage());
    }

    private static void assertInvalid(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
