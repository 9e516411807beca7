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
 * Error bounds of folded weights: for each output channel a bound on |folded(x) - unfolded(x)|. The bound holds for all
 * x with |x_i| at most the input bound, whose values are of the arithmetic's type. Here unfolded is map and layer in
 * exact arithmetic. Immutable.
 *
 * <p>The bound has two parts. With n products per output, gamma(k) = k·u/(1 - k·u), and u = 2^-53 or 2^-24:
 *
 * <ul>
 *   <li>The storage error, inputBound·sum(|rounded weight - exact weight|) + |rounded bias - exact bias|, is the error
 *       of the folded map in exact arithmetic. Inputs with the worst signs reach it.
 *   <li>The evaluation error, gamma(n + 1)·(inputBound·sum(|rounded weight|) + |rounded bias|), is what computing the
 *       sum adds, in any order: in double for float64 weights, in float for all others. It is infinite where the sum
 *       may overflow. (Higham: Accuracy and Stability of Numerical Algorithms, 2002, section 3.1.)
 * </ul>
 *
 * <p>Rounding an output to a tensor of 16-bit elements is not included. Channels of the layer and outputs of the map
 * have indices from 0; one that does not exist is refused with an IndexOutOfBoundsException.
 */
public final class Certificate {
    /** How many output channels {@link #toString} shows. */
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

    /** The largest |input| of the folded map that the errors hold for. */
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

    /** |gamma|/sqrt(variance + eps): the factor by which the layer multiplies an error of its input. */
    public double amplification(int channel) {
        return amplification[channel];
    }

    /** A bound on the error of an output that comes from rounding the weights and the bias to the target type. */
    public double storageError(int output) {
        return storage[output];
    }

    /** A bound on the error of an output that comes from computing its sum in float or double. */
    public double evaluationError(int output) {
        return evaluation[output];
    }

    /** A bound on the whole error of an output: storage and evaluation. */
    public double error(int output) {
        return Rounding.upperBound(storage[output] + evaluation[output], 1);
    }

    /**
     * The size of an output, to compare errors with. If the layer comes after the map, it is sqrt(gamma² + beta²). If
     * the layer comes before, it is sqrt(sum((w·gamma)²) + (b + sum(w·beta))²) over all weights w of the output, with
     * its bias b: as if the layer's outputs were independent, with standard deviation |gamma| and mean beta.
     */
    public double rootMeanSquare(int output) {
        return rootMeanSquare[output];
    }

    /** The output channel whose storage error is most above a share of its root mean square, if one is above it. */
    Optional<Refused> aboveTolerance(double tolerance) {
        if (tolerance == Double.POSITIVE_INFINITY) {
            return Optional.empty();
        }
        return IntStream.range(0, outputs())
                .filter(o -> !(storage[o] <= tolerance * rootMeanSquare[o]))
                .boxed()
                .max(Comparator.comparingDouble(o -> storage[o] / rootMeanSquare[o]))
                .map(o -> new Refused(
                        Cause.TOLERANCE,
                        "output channel " + o + ": predicted storage error " + storage[o] + ", must be at most "
                                + tolerance + " of the output's root mean square, " + rootMeanSquare[o]));
    }

    /** A table: the range of the amplification, and the output channels with the largest errors. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s weights, |input| at most %s, amplification %.3g to %.3g over %d channels%n%8s %12s %12s %12s %12s",
                type,
                inputBound,
                DoubleStream.of(amplification).min().orElseThrow(),
                DoubleStream.of(amplification).max().orElseThrow(),
                channels(),
                "output",
                "storage",
                "evaluation",
                "error",
                "rms"));
        IntStream.range(0, outputs())
                .boxed()
                .sorted(Comparator.comparingDouble(o -> -error(o)))
                .limit(SHOWN)
                .forEach(o -> text.append(String.format(
                        Locale.ROOT,
                        "%n%8d %12.3g %12.3g %12.3g %12.3g",
                        o,
                        storage[o],
                        evaluation[o],
                        error(o),
                        rootMeanSquare[o])));
        if (outputs() > SHOWN) {
            text.append(String.format(Locale.ROOT, "%nand %d more with smaller errors", outputs() - SHOWN));
        }
        return text.toString();
    }
}
