package org.lanewise.fold;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lanewise.fold.Folding.Cause;
import org.lanewise.fold.Folding.Refused;
import org.lanewise.tensor.ElementType;

/**
 * How far folded weights may be off: per output channel a bound on |folded(x) - unfolded(x)| for all x with |x_i| at most the input
 * bound, where unfolded is the two operations in exact arithmetic, and x has values of the arithmetic's type. Immutable.
 *
 * <p>The bound is the sum of two. The storage error, inputBound·sum(|stored weight - exact weight|) + |stored bias - exact bias|, is
 * what the folded map is off by in exact arithmetic; inputs of the worst signs reach it. The evaluation error, gamma(n + 1) times
 * (inputBound·sum(|stored weight|) + |stored bias|), is what a sum of n products may add to that in any order, in double for float64
 * weights and in float for all others, with gamma(k) = k·u/(1 - k·u) and u = 2^-53 or 2^-24; it is infinite where the sum may
 * overflow. Rounding the sum to a tensor of 16-bit elements is not in it.
 */
public final class Certificate {
    /** So many output channels are shown. */
    private static final int SHOWN = 8;

    private final ElementType type;
    private final double inputBound;
    private final double[] amplification;
    private final double[] storage;
    private final double[] evaluation;
    private final double[] rootMeanSquare;

    Certificate(
            ElementType type,
            double inputBound,
            double[] amplification,
            double[] storage,
            double[] evaluation,
            double[] rootMeanSquare) {
        this.type = type;
        this.inputBound = inputBound;
        this.amplification = amplification;
        this.storage = storage;
        this.evaluation = evaluation;
        this.rootMeanSquare = rootMeanSquare;
    }

    /** The type of the folded weights. */
    public ElementType type() {
        return type;
    }

    /** What each |input| of the folded map is taken to be at most. */
    public double inputBound() {
        return inputBound;
    }

    /** The number of channels of the layer. */
    public int channels() {
        return amplification.length;
    }

    /** The number of output channels of the folded map. */
    public int outputs() {
        return storage.length;
    }

    /** |gamma|/sqrt(variance + eps): what the layer multiplies a channel's errors with. */
    public double amplification(int channel) {
        return amplification[channel];
    }

    /** What an output may be off by because the weights and the bias are rounded to the target type. */
    public double storageError(int output) {
        return storage[output];
    }

    /** What an output may be off by because the sum is computed in floats, or doubles. */
    public double evaluationError(int output) {
        return evaluation[output];
    }

    /** What an output may be off by in all. */
    public double error(int output) {
        return Rounding.fromAbove(storage[output] + evaluation[output], 1);
    }

    /**
     * The size of an output, to compare errors with. Behind a folded layer it is sqrt(gamma² + beta²). Before a map it is
     * sqrt(sum((w·gamma)²) + (b + sum(w·beta))²) over all weights of the output, as if the layer's outputs were independent,
     * with standard deviation |gamma| and mean beta.
     */
    public double rootMeanSquare(int output) {
        return rootMeanSquare[output];
    }

    Optional<Refused> above(double tolerance) {
        if (tolerance == Double.POSITIVE_INFINITY) {
            return Optional.empty();
        }
        return IntStream.range(0, outputs())
                .filter(o -> !(storage[o] <= tolerance * rootMeanSquare[o]))
                .boxed()
                .max(Comparator.comparingDouble(o -> storage[o] / rootMeanSquare[o]))
                .map(o -> new Refused(Cause.TOLERANCE, "output channel " + o + ": predicted storage error " + storage[o]
                        + ", must be at most " + tolerance + " of the output's root mean square, " + rootMeanSquare[o]));
    }

    /** The amplification's range, and the output channels with the largest errors. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%s weights, |input| at most %s, amplification %.3g to %.3g over %d channels%n%8s %12s %12s %12s %12s",
                type, inputBound, DoubleStream.of(amplification).min().orElseThrow(),
                DoubleStream.of(amplification).max().orElseThrow(), channels(), "output", "storage", "evaluation", "error", "rms"));
        IntStream.range(0, outputs())
                .boxed()
                .sorted(Comparator.comparingDouble(o -> -error(o)))
                .limit(SHOWN)
                .forEach(o -> text.append(String.format(Locale.ROOT, "%n%8d %12.3g %12.3g %12.3g %12.3g",
                        o, storage[o], evaluation[o], error(o), rootMeanSquare[o])));
        if (outputs() > SHOWN) {
            text.append(String.format(Locale.ROOT, "%nand %d more with smaller errors", outputs() - SHOWN));
        }
        return text.toString();
    }
}
