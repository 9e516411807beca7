package org.lanewise.fold;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.fold.Folding.Cause;
import org.lanewise.fold.Folding.Refused;
import org.lanewise.tensor.ElementType;

/**
 * What is to be stored, in double: a weight is the map's times the scale of a channel of the layer, a bias is as it is here.
 *
 * @param channel the layer's channel that scales a weight
 * @param needsNoShift whether the layer's shift can't go into the bias
 * @param bias one per output channel
 * @param biasError a bound on what each bias is off by
 * @param rootMeanSquare of each output channel, for a normalized layer: see {@link Certificate#rootMeanSquare}
 */
record Draft(
        Weights weights,
        Affine affine,
        IntUnaryOperator channel,
        boolean needsNoShift,
        double[] bias,
        double[] biasError,
        double[] rootMeanSquare) {

    /** bias = scale·(bias - mean) + beta. */
    static Draft before(Weights weights, Affine affine) {
        FrozenBatchNorm layer = affine.layer();
        LinearMap map = weights.map();
        double[] bias = new double[map.outputs()];
        double[] error = new double[map.outputs()];
        double[] size = new double[map.outputs()];
        for (int c = 0; c < bias.length; c++) {
            double scale = affine.scale()[c];
            double centred = weights.bias(c) - layer.mean(c);
            bias[c] = Math.fma(scale, centred, layer.beta(c));
            error[c] = Rounding.UNIT * Math.abs(bias[c]) + Rounding.ofProduct(scale, centred);
            size[c] = Math.hypot(layer.gamma(c), layer.beta(c));
        }
        return new Draft(weights, affine, map::output, false, bias, error, size);
    }

    /** bias += sum(weight·shift), as it comes: what the sum is off by is far below what a sum of as many terms in service is. */
    static Draft after(Affine affine, Weights weights) {
        FrozenBatchNorm layer = affine.layer();
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
                magnitude[o] += Rounding.productFromAbove(Math.abs(weight), Math.abs(shift));
                products[o]++;
            }
            error[o] += Rounding.productFromAbove(Math.abs(weight), affine.shiftError(c));
            mean[o] += weight * layer.beta(c);
            // No sum of squares, which overflows or underflows long before its root does.
            deviation[o] = Math.hypot(deviation[o], weight * layer.gamma(c));
        }
        int terms = map.weights() / map.outputs();
        double[] size = new double[bias.length];
        for (int o = 0; o < bias.length; o++) {
            double all = Rounding.fromAbove(magnitude[o] + Math.abs(weights.bias(o)), terms);
            error[o] = Rounding.fromAbove(error[o] + Rounding.ofSum(ElementType.FLOAT64, products[o], all), terms);
            size[o] = Math.hypot(deviation[o], mean[o]);
        }
        return new Draft(weights, affine, channel, map.isUneven(), bias, error, size);
    }

    /** A weight's factor. */
    double scale(int weight) {
        return affine.scale()[channel.applyAsInt(weight)];
    }

    Optional<Refused> notFinite() {
        FrozenBatchNorm layer = affine.layer();
        LinearMap map = weights.map();
        return IntStream.range(0, layer.channels())
                .filter(c -> !Double.isFinite(layer.mean(c)) || !Double.isFinite(layer.variance(c) + layer.eps())
                        || !Double.isFinite(layer.gamma(c)) || !Double.isFinite(layer.beta(c)) || !affine.isNormal(c))
                .mapToObj(c -> "channel " + c + ": mean " + layer.mean(c) + ", variance + eps "
                        + (layer.variance(c) + layer.eps()) + ", gamma " + layer.gamma(c) + ", beta " + layer.beta(c)
                        + ", scale " + affine.scale()[c])
                .findFirst()
                .or(() -> IntStream.range(0, map.weights()).filter(i -> !Double.isFinite(weights.value(i)))
                        .mapToObj(i -> "output channel " + map.output(i) + ": weight " + weights.value(i))
                        .findFirst())
                .or(() -> IntStream.range(0, map.outputs()).filter(o -> !Double.isFinite(weights.bias(o)))
                        .mapToObj(o -> "output channel " + o + ": bias " + weights.bias(o))
                        .findFirst())
                .map(what -> new Refused(Cause.NOT_FINITE, what + ", must be finite"));
    }

    Optional<Refused> padding() {
        return IntStream.range(0, needsNoShift ? affine.shift().length : 0)
                .filter(c -> affine.shift()[c] != 0)
                .mapToObj(c -> new Refused(Cause.PADDING, "channel " + c + ": shift beta - gamma*mean/sqrt(variance + eps) is "
                        + affine.shift()[c] + ", must be 0 before a " + weights.map().unevenness()))
                .findFirst();
    }
}
