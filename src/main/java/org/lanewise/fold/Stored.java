package org.lanewise.fold;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lanewise.fold.Folding.Cause;
import org.lanewise.fold.Folding.Refused;
import org.lanewise.tensor.ElementType;

/**
 * A draft in the target type, and what was lost on the way, per output channel.
 *
 * @param largest the largest |weight| before it was stored
 * @param weightError a bound on sum(|stored weight - exact weight|)
 * @param biasError a bound on |stored bias - exact bias|
 * @param magnitude a bound on sum(|stored weight|)
 * @param products the number of weights that are not 0
 * @param lost the first weight of all that the type loses too much of, or -1
 */
record Stored(
        Draft draft,
        Weights weights,
        double[] largest,
        double[] weightError,
        double[] biasError,
        double[] magnitude,
        int[] products,
        int lost) {

    static Stored of(Draft draft, ElementType type) {
        Weights from = draft.weights();
        LinearMap map = from.map();
        int outputs = map.outputs();
        double[] largest = new double[outputs];
        for (int i = 0; i < map.weights(); i++) {
            int o = map.output(i);
            largest[o] = Math.max(largest[o], Math.abs(draft.scale(i) * from.value(i)));
        }
        double[] values = new double[map.weights()];
        double[] weightError = new double[outputs];
        double[] magnitude = new double[outputs];
        int[] products = new int[outputs];
        int lost = -1;
        for (int i = 0; i < values.length; i++) {
            int o = map.output(i);
            double scale = draft.scale(i);
            double value = scale * from.value(i);
            values[i] = type.round(value);
            double off = Math.abs(values[i] - value); // exact, as the two are neighbours in the type or one is 0
            double computed = Rounding.ofProduct(scale, from.value(i));
            weightError[o] += off + computed;
            magnitude[o] += Math.abs(values[i]);
            products[o] += values[i] == 0 ? 0 : 1;
            // A double may be subnormal itself, or have become 0.
            double subnormal = computed > 0 && Math.abs(value) < Double.MIN_NORMAL ? Double.MIN_VALUE : 0;
            if (lost < 0 && off + subnormal > Rounding.unit(type) * largest[o]) {
                lost = i;
            }
        }
        int terms = map.weights() / outputs;
        double[] bias = new double[outputs];
        double[] biasError = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            bias[o] = type.round(draft.bias()[o]);
            biasError[o] = Rounding.fromAbove(Math.abs(bias[o] - draft.bias()[o]) + draft.biasError()[o], 1);
            weightError[o] = Rounding.fromAbove(weightError[o], 2L * terms);
            magnitude[o] = Rounding.fromAbove(magnitude[o], terms);
        }
        return new Stored(draft, new Weights(map, type, values, bias), largest, weightError, biasError, magnitude, products, lost);
    }

    Certificate certificate(double inputBound) {
        int outputs = weights.map().outputs();
        double[] storage = new double[outputs];
        double[] evaluation = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            storage[o] = Rounding.fromAbove(Rounding.productFromAbove(weightError[o], inputBound) + biasError[o], 1);
            double all = Rounding.productFromAbove(magnitude[o], inputBound) + Math.abs(weights.bias(o));
            evaluation[o] = Rounding.ofSum(weights.type(), products[o], Rounding.fromAbove(all, 1));
        }
        double[] amplification = draft.affine().scale().clone();
        for (int c = 0; c < amplification.length; c++) {
            amplification[c] = Math.abs(amplification[c]);
        }
        return new Certificate(weights.type(), inputBound, amplification, storage, evaluation, draft.rootMeanSquare());
    }

    Optional<Refused> overflow() {
        ElementType type = weights.type();
        return IntStream.range(0, largest.length)
                .mapToObj(o -> !Double.isFinite(type.round(largest[o])) ? overflow(o, "weight", largest[o])
                        : !Double.isFinite(weights.bias(o)) ? overflow(o, "bias", Math.abs(draft.bias()[o]))
                        : null)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Refused overflow(int output, String what, double value) {
        return new Refused(Cause.OVERFLOW, "output channel " + output + ": largest |" + what + "| " + value + ", must be at most "
                + Rounding.largest(weights.type()) + " in " + weights.type());
    }

    Optional<Refused> underflow() {
        if (lost < 0) {
            return Optional.empty();
        }
        int output = weights.map().output(lost);
        double value = draft.scale(lost) * draft.weights().value(lost);
        return Optional.of(new Refused(Cause.UNDERFLOW, "output channel " + output + ": weight " + value + " becomes "
                + weights.value(lost) + " in " + weights.type() + ", must be within " + Rounding.unit(weights.type())
                + " of the channel's largest, " + largest[output]));
    }
}
