package org.lanewise.fold;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.fold.Folding.Cause;
import org.lanewise.fold.Folding.Refused;
import org.lanewise.tensor.ElementType;

/**
 * A layer folded into a map, in double, before anything is rounded to the target type. A folded weight is the map's
 * weight times the scale of one of the layer's channels, {@link #scale}. The folded biases are here.
 *
 * @param weights the map's own, before folding
 * @param channel the layer's channel that scales a weight, by the index of the weight
 * @param needsZeroShift whether no bias can stand for the layer's shift: see {@link LinearMap#isUneven}
 * @param bias one per output channel
 * @param biasError a bound on |bias - exact bias|, one per output channel
 * @param rootMeanSquare one per output channel: see {@link Certificate#rootMeanSquare(int)}
 */
record UnroundedFold(
        Weights weights,
        Affine affine,
        IntUnaryOperator channel,
        boolean needsZeroShift,
        double[] bias,
        double[] biasError,
        double[] rootMeanSquare) {

    /**
     * A frozen layer as scale·z + shift, in double: scale = gamma/sqrt(variance + eps), shift = beta - scale·mean.
     *
     * <p>The relative error of a {@link #isNormal normal} scale is at most 2.5 unit roundoffs: 0.5 from the sum, whose
     * error the root halves, 1 from the root and 1 from the quotient. A gamma in float's range always gives a normal
     * scale.
     */
    record Affine(FrozenBatchNorm layer, double[] scale, double[] shift) {
        static Affine of(FrozenBatchNorm layer) {
            double[] scale = new double[layer.channels()];
            double[] shift = new double[layer.channels()];
            for (int c = 0; c < scale.length; c++) {
                scale[c] = layer.gamma(c) / Math.sqrt(layer.variance(c) + layer.eps());
                shift[c] = Math.fma(-scale[c], layer.mean(c), layer.beta(c));
            }
            return new Affine(layer, scale, shift);
        }

        /** Whether a channel's scale is 0 or a normal double. */
        boolean isNormal(int c) {
            double size = Math.abs(scale[c]);
            return size == 0 || size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
        }

        /** A bound on the error of a channel's shift. */
        double shiftError(int c) {
            return Rounding.UNIT_ROUNDOFF * Math.abs(shift[c]) + Rounding.errorOfProduct(scale[c], layer.mean(c));
        }
    }

    /** Folds into the map before the layer: bias' = scale·(bias - mean) + beta. */
    static UnroundedFold before(Weights weights, FrozenBatchNorm layer) {
        Affine affine = Affine.of(layer);
        LinearMap map = weights.map();
        double[] bias = new double[map.outputs()];
        double[] error = new double[map.outputs()];
        double[] size = new double[map.outputs()];
        for (int c = 0; c < bias.length; c++) {
            double scale = affine.scale()[c];
            double centered = weights.bias(c) - layer.mean(c);
            bias[c] = Math.fma(scale, centered, layer.beta(c));
            error[c] = Rounding.UNIT_ROUNDOFF * Math.abs(bias[c]) + Rounding.errorOfProduct(scale, centered);
            size[c] = Math.hypot(layer.gamma(c), layer.beta(c));
        }
        return new UnroundedFold(weights, affine, map::output, false, bias, error, size);
    }

    /**
     * Folds into the map after the layer: bias' = bias + sum(weight·shift). A plain sum is enough: a sum of as many
     * terms in inference has a far larger error.
     */
    static UnroundedFold after(FrozenBatchNorm layer, Weights weights) {
        Affine affine = Affine.of(layer);
        LinearMap map = weights.map();
        IntUnaryOperator channel = i -> map.channelBefore(map.input(i), layer.channels());
        double[] bias = weights.doubleBias();
        double[] error = new double[bias.length];
        double[] mean = weights.doubleBias();
        double[] deviation = new double[bias.length];
        double[] magnitude = new double[bias.length];
        int[] products = new int[bias.length];
        for (int i = 0; i < map.weights(); i++) {
            int o = map.output(i);
            int c = channel.applyAsInt(i);
            double weight = weights.value(i);
            double shift = affine.shift()[c];
            if (weight != 0 && shift != 0) {
                bias[o] += weight * shift;
                magnitude[o] += Rounding.upperProduct(Math.abs(weight), Math.abs(shift));
                products[o]++;
            }
            error[o] += Rounding.upperProduct(Math.abs(weight), affine.shiftError(c));
            mean[o] += weight * layer.beta(c);
            // hypot, because a sum of squares overflows or underflows long before its root does.
            deviation[o] = Math.hypot(deviation[o], weight * layer.gamma(c));
        }
        int terms = map.weights() / map.outputs();
        double[] size = new double[bias.length];
        for (int o = 0; o < bias.length; o++) {
            double all = Rounding.upperBound(magnitude[o] + Math.abs(weights.bias(o)), terms);
            double ofSum = Rounding.errorOfSum(ElementType.FLOAT64, products[o], all);
            error[o] = Rounding.upperBound(error[o] + ofSum, terms);
            size[o] = Math.hypot(deviation[o], mean[o]);
        }
        return new UnroundedFold(weights, affine, channel, map.isUneven(), bias, error, size);
    }

    /** What folding multiplies a weight with. */
    double scale(int weight) {
        return affine.scale()[channel.applyAsInt(weight)];
    }

    /** The first number of the layer or of the map that is NaN or infinite, if there is one. */
    Optional<Refused> notFinite() {
        FrozenBatchNorm layer = affine.layer();
        LinearMap map = weights.map();
        return IntStream.range(0, layer.channels())
                .filter(c -> !Double.isFinite(layer.mean(c))
                        || !Double.isFinite(layer.variance(c) + layer.eps())
                        || !Double.isFinite(layer.gamma(c))
                        || !Double.isFinite(layer.beta(c))
                        || !affine.isNormal(c))
                .mapToObj(c -> "channel " + c + ": mean " + layer.mean(c) + ", variance + eps "
                        + (layer.variance(c) + layer.eps()) + ", gamma " + layer.gamma(c) + ", beta " + layer.beta(c)
                        + ", scale " + affine.scale()[c])
                .findFirst()
                .or(() -> IntStream.range(0, map.weights())
                        .filter(i -> !Double.isFinite(weights.value(i)))
                        .mapToObj(i -> "output channel " + map.output(i) + ": weight " + weights.value(i))
                        .findFirst())
                .or(() -> IntStream.range(0, map.outputs())
                        .filter(o -> !Double.isFinite(weights.bias(o)))
                        .mapToObj(o -> "output channel " + o + ": bias " + weights.bias(o))
                        .findFirst())
                .map(what -> new Refused(Cause.NOT_FINITE, what + ", must be finite"));
    }

    /** The first channel with a shift that no bias can stand for, if there is one. */
    Optional<Refused> padding() {
        return IntStream.range(0, needsZeroShift ? affine.shift().length : 0)
                .filter(c -> affine.shift()[c] != 0)
                .mapToObj(c -> new Refused(
                        Cause.PADDING,
                        "channel " + c + ": shift beta - gamma*mean/sqrt(variance + eps) is " + affine.shift()[c]
                                + ", must be 0 before a " + weights.map().describeUneven()))
                .findFirst();
    }
}
