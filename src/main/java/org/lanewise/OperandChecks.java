package org.lanewise;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.lanewise.exec.Access;
import org.lanewise.tensor.Tensor;

/** What the operands of a call must be, checked before anything is written. Each error names the argument. */
final class OperandChecks {
    private OperandChecks() {}

    static void requireChannels(String name, int actual, int channels) {
        if (actual != channels) {
            throw new IllegalArgumentException(name + ": " + actual + " channels, must be " + channels + " as the layer's");
        }
    }

    /** An array's length. */
    static void requireOnePerChannel(String name, int length, int channels) {
        if (length != channels) {
            throw new IllegalArgumentException(name + ": " + length + " values, must be " + channels + ", one per channel");
        }
    }

    /** A copy of the values, or where there are none as many of the same. */
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
        return values == null ? null : IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** An input with the shape and layout of another. */
    static void requireInput(String name, Tensor tensor, String likeName, Tensor like) {
        requireAlike(name, tensor, likeName, like);
        Access.requireReadable(name, tensor);
    }

    /** An output with the shape and layout of an input, in the same memory or apart from it. */
    static void requireOutput(String name, Tensor tensor, String inputName, Tensor input) {
        requireAlike(name, tensor, inputName, input);
        Access.requireWritable(name, tensor);
        requireApart(name, tensor, inputName, input);
    }

    /** What is added in a forward pass. */
    static void requireResidual(Tensor x, Tensor residual, Tensor y) {
        requireInput("residual", residual, "x", x);
        requireApart("y", y, "residual", residual);
    }

    private static void requireApart(String name, Tensor tensor, String inputName, Tensor input) {
        if (tensor.overlaps(input) && !tensor.isSameMemory(input)) {
            throw new IllegalArgumentException(
                    name + ": overlaps " + inputName + " in part, must be the very same memory or apart from it");
        }
    }

    /** An output of the backward pass that is dy or apart from all others. */
    static void requireResidualGradient(Tensor dresidual, Tensor x, Tensor dy, Tensor dx) {
        requireOutput("dresidual", dresidual, "dy", dy);
        requireNoOverlap("dresidual", dresidual, "x", x);
        requireNoOverlap("dresidual", dresidual, "dx", dx);
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
}
