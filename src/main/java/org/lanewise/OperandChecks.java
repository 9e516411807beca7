package org.lanewise;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.lanewise.exec.Access;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Checks and copies of arguments, before anything is written. Each error names the argument. */
final class OperandChecks {
    private OperandChecks() {}

    static void requireChannels(String name, int actual, int channels) {
        if (actual != channels) {
            throw new IllegalArgumentException(
                    name + ": " + actual + " channels, must be " + channels + " as the layer's");
        }
    }

    /** An array's length. */
    static void requireOnePerChannel(String name, int length, int channels) {
        if (length != channels) {
            throw new IllegalArgumentException(
                    name + ": " + length + " values, must be " + channels + ", one per channel");
        }
    }

    /** A copy of the values; without values, an array of the missing value. */
    static double[] onePerChannel(String name, double[] values, double missing, int channels) {
        if (values == null) {
            double[] all = new double[channels];
            Arrays.fill(all, missing);
            return all;
        }
        requireOnePerChannel(name, values.length, channels);
        return values.clone();
    }

    /** The same numbers; null stays null. */
    static double[] toDoubles(float[] values) {
        return values == null
                ? null
                : IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** An input with the shape, type and layout of another. */
    static void requireInput(String name, Tensor tensor, String likeName, Tensor like) {
        requireAlike(name, tensor, likeName, like);
        Access.requireReadable(name, tensor);
    }

    /** An output with the shape, type and layout of an input, in the same memory or apart from it. */
    static void requireOutput(String name, Tensor tensor, String inputName, Tensor input) {
        requireAlike(name, tensor, inputName, input);
        Access.requireWritable(name, tensor);
        requireSameOrApart(name, tensor, inputName, input);
    }

    /** The residual of a forward pass, if there is one. */
    static void requireResidual(Tensor x, Tensor residual, Tensor y) {
        if (residual != null) {
            requireInput("residual", residual, "x", x);
            requireSameOrApart("y", y, "residual", residual);
        }
    }

    private static void requireSameOrApart(String name, Tensor tensor, String inputName, Tensor input) {
        if (tensor.overlaps(input) && !tensor.isSameMemory(input)) {
            throw new IllegalArgumentException(
                    name + ": overlaps " + inputName + " in part, must be the very same memory or apart from it");
        }
    }

    /** The residual's gradient, if it is wanted: an output that is dy or apart from all others. */
    static void requireResidualGradient(Tensor x, Tensor dy, Tensor dx, Tensor dresidual) {
        if (dresidual != null) {
            requireOutput("dresidual", dresidual, "dy", dy);
            requireNoOverlap("dresidual", dresidual, "x", x);
            requireNoOverlap("dresidual", dresidual, "dx", dx);
        }
    }

    private static void requireNoOverlap(String name, Tensor tensor, String otherName, Tensor other) {
        if (tensor.overlaps(other)) {
            throw new IllegalArgumentException(name + ": overlaps " + otherName + ", must be apart from it");
        }
    }

    private static void requireAlike(String name, Tensor tensor, String likeName, Tensor like) {
        Objects.requireNonNull(tensor, name);
        if (!tensor.shape().equals(like.shape())) {
            throw new IllegalArgumentException(
                    name + ": shape " + tensor.shape() + ", must be " + like.shape() + " as that of " + likeName);
        }
        if (tensor.type() != like.type()) {
            throw new IllegalArgumentException(
                    name + ": type " + tensor.type() + ", must be " + like.type() + " as that of " + likeName);
        }
        if (tensor.layout() != like.layout()) {
            throw new IllegalArgumentException(
                    name + ": layout " + tensor.layout() + ", must be " + like.layout() + " as that of " + likeName);
        }
    }

    /** A batch that has statistics. */
    static void requireTrainable(String name, Shape shape) {
        long n = shape.elementsPerChannel();
        if (n < 2) {
            throw new IllegalArgumentException(
                    name + ": " + n + " elements per channel in " + shape + ", must be at least 2 to train");
        }
    }

    /** What inference and freezing ask of the population's statistics; null if the layer keeps none. */
    static void requirePopulation(PopulationStatistics statistics, double eps, String purpose) {
        if (statistics == null) {
            throw new IllegalStateException(
                    "population: the layer keeps no running statistics, must keep them to " + purpose);
        }
        if (!statistics.isKnown()) {
            throw new IllegalStateException(
                    "population: no batch seen, must be trained with one before it can " + purpose);
        }
        for (int c = 0; c < statistics.channels(); c++) {
            requireUsableVariance(statistics.variance(c), eps, c, purpose);
        }
    }

    /**
     * Refuses a variance that only a file or an eps of 0 can bring. A NaN is accepted: it comes from a batch, and shows
     * in y.
     */
    private static void requireUsableVariance(double variance, double eps, int c, String purpose) {
        double sum = variance + eps;
        if (sum <= 0 || sum == Double.POSITIVE_INFINITY && variance <= Double.MAX_VALUE) {
            throw new IllegalStateException("population: variance + eps is " + sum + " in channel " + c + " (variance "
                    + variance + "), must be finite and above 0 to " + purpose);
        }
    }
}
