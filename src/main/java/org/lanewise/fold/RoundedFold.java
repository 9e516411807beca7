package org.lanewise.fold;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lanewise.fold.Folding.Cause;
import org.lanewise.fold.Folding.Refused;
import org.lanewise.tensor.ElementType;

/**
 * A fold rounded to the target type, and what the rounding costs. Arrays have one value per output channel.
 *
 * @param weights the folded weights and biases, rounded
 * @param largest the largest |weight| before rounding
 * @param weightError a bound on sum(|rounded weight - exact weight|)
 * @param biasError a bound on |rounded bias - exact bias|
 * @param magnitude a bound on sum(|rounded weight|)
 * @param nonZero the number of rounded weights that are not 0
 * @param firstUnderflow the index of the first weight that rounding changes more than {@link Cause#UNDERFLOW} allows;
 *     -1 if there is none
 */
record RoundedFold(
        UnroundedFold unrounded,
        Weights weights,
        double[] largest,
        double[] weightError,
        double[] biasError,
        double[] magnitude,
        int[] nonZero,
        int firstUnderflow) {

    /** Rounds each weight and bias to the nearest value of the type. */
    static RoundedFold of(UnroundedFold unrounded, ElementType type) {
        Weights from = unrounded.weights();
        LinearMap map = from.map();
        int outputs = map.outputs();
        double[] largest = new double[outputs];
        for (int i = 0; i < map.weights(); i++) {
            int o = map.output(i);
            largest[o] = Math.max(largest[o], Math.abs(unrounded.scale(i) * from.value(i)));
        }
        double[] values = new double[map.weights()];
        double[] weightError = new double[outputs];
        double[] magnitude = new double[outputs];
        int[] nonZero = new int[outputs];
        int firstUnderflow = -1;
        for (int i = 0; i < values.length; i++) {
            int o = map.output(i);
            double scale = unrounded.scale(i);
            double value = scale * from.value(i);
            values[i] = type.round(value);
            double off = Math.abs(values[i] - value); // exact: the two are neighbours in the type, or one is 0
            double computed = Rounding.errorOfProduct(scale, from.value(i));
            weightError[o] += off + computed;
            magnitude[o] += Math.abs(values[i]);
            nonZero[o] += values[i] == 0 ? 0 : 1;
            // The double may itself have underflowed.
            double subnormal = computed > 0 && Math.abs(value) < Double.MIN_NORMAL ? Double.MIN_VALUE : 0;
            if (firstUnderflow < 0 && off + subnormal > Rounding.unitRoundoff(type) * largest[o]) {
                firstUnderflow = i;
            }
        }
        int terms = map.weights() / outputs;
        double[] bias = new double[outputs];
        double[] biasError = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            bias[o] = type.round(unrounded.bias()[o]);
            biasError[o] = Rounding.upperBound(
                    Math.abs(bias[o] - unrounded.bias()[o]) + unrounded.biasError()[o], 1);
            weightError[o] = Rounding.upperBound(weightError[o], 2L * terms);
            magnitude[o] = Rounding.upperBound(magnitude[o], terms);
        }
        return new RoundedFold(
                unrounded,
                new Weights(map, type, values, bias),
                largest,
                weightError,
                biasError,
                magnitude,
                nonZero,
                firstUnderflow);
    }

    /** The error bounds of this fold, for inputs up to a bound. */
    Certificate certificate(double inputBound) {
        int outputs = weights.map().outputs();
        double[] storage = new double[outputs];
        double[] evaluation = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            storage[o] = Rounding.upperBound(Rounding.upperProduct(weightError[o], inputBound) + biasError[o], 1);
            double all = Rounding.upperProduct(magnitude[o], inputBound) + Math.abs(weights.bias(o));
            evaluation[o] = Rounding.errorOfSum(weights.type(), nonZero[o], Rounding.upperBound(all, 1));
        }
        double[] amplification = unrounded.affine().scale().clone();
        for (int c = 0; c < amplification.length; c++) {
            amplification[c] = Math.abs(amplification[c]);
        }
        return new Certificate(
                weights.type(), inputBound, amplification, storage, evaluation, unrounded.rootMeanSquare());
    }

    /** The first output channel with a weight or bias above the largest of the type, if there is one. */
    Optional<Refused> overflow() {
        ElementType type = weights.type();
        return IntStream.range(0, largest.length)
                .mapToObj(o -> !Double.isFinite(type.round(largest[o]))
                        ? overflow(o, "weight", largest[o])
                        : !Double.isFinite(weights.bias(o))
                                ? overflow(o, "bias", Math.abs(unrounded.bias()[o]))
                                : null)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Refused overflow(int output, String what, double value) {
        return new Refused(
                Cause.OVERFLOW,
                "output channel " + output + ": largest |" + what + "| " + value + ", must be at most "
                        + Rounding.largest(weights.type()) + " in " + weights.type());
    }

    /** The first weight that rounding changes too much, if there is one. */
    Optional<Refused> underflow() {
        if (firstUnderflow < 0) {
            return Optional.empty();
        }
        int output = weights.map().output(firstUnderflow);
        double value = unrounded.scale(firstUnderflow) * unrounded.weights().value(firstUnderflow);
        ElementType type = weights.type();
        return Optional.of(new Refused(
                Cause.UNDERFLOW,
                "output channel " + output + ": weight " + value + " becomes " + weights.value(firstUnderflow) + " in "
                        + type + ", must be within " + Rounding.unitRoundoff(type) + " of the channel's largest, "
                        + largest[output]));
    }
}
