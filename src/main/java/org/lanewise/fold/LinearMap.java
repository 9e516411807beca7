package org.lanewise.fold;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.lanewise.tensor.Layout;

/**
 * The kind and the sizes of a linear map, which say to which input and output channel each weight belongs. Immutable.
 * The weights are in the order of PyTorch and ONNX, with the last axis contiguous. Stride and dilation do not matter
 * here.
 *
 * <pre>{@code
 * LinearMap depthwise = LinearMap.convolution(64, 64, 3, 3).groups(64);
 * }</pre>
 */
public final class LinearMap {
    private enum Kind {
        LINEAR("linear map"),
        CONVOLUTION("convolution"),
        TRANSPOSED_CONVOLUTION("transposed convolution");

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    private final Kind kind;
    private final int outputs;
    private final int inputs;
    private final int groups;
    private final int[] kernel;
    private final Layout flattened;
    private final boolean uneven;

    /** The number of weights between one input channel and one output channel. */
    private final int kernelSize;

    private LinearMap(Kind kind, int outputs, int inputs, int groups, int[] kernel, Layout flattened, boolean uneven) {
        this.kind = kind;
        this.outputs = requirePositive("outputs", outputs);
        this.inputs = requirePositive("inputs", inputs);
        this.groups = groups;
        this.kernel = kernel;
        this.flattened = flattened;
        this.uneven = uneven;
        long product = 1;
        for (int axis = 0; axis < kernel.length; axis++) {
            product *= requirePositive("kernel[" + axis + "]", kernel[axis]);
            if (product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "kernel: " + by(kernel) + ", must have at most " + Integer.MAX_VALUE + " weights");
            }
        }
        kernelSize = (int) product;
    }

    /**
     * A fully connected map, with weights of shape (outputs, inputs).
     *
     * @throws IllegalArgumentException if outputs or inputs is below 1
     */
    public static LinearMap linear(int outputs, int inputs) {
        return new LinearMap(Kind.LINEAR, outputs, inputs, 1, new int[0], null, false);
    }

    /**
     * A fully connected map, with weights of shape (outputs, inputs), of samples that were flattened in memory order.
     * Only for a layer before the map.
     *
     * @param flattened the layout before flattening: of C channels at S positions, input f belongs to channel f/S in
     *     channels first, and to channel f mod C in channels last
     * @throws IllegalArgumentException if outputs or inputs is below 1
     */
    public static LinearMap linear(int outputs, int inputs, Layout flattened) {
        Objects.requireNonNull(flattened, "flattened");
        return new LinearMap(Kind.LINEAR, outputs, inputs, 1, new int[0], flattened, false);
    }

    /**
     * A convolution in one group, with weights of shape (outputs, inputs/groups, kernel...). Its input may be padded
     * with zeros: see {@link #withoutZeroPadding}.
     *
     * @param kernel the size of each spatial axis, one or more
     * @throws IllegalArgumentException if outputs, inputs or a size of kernel is below 1, or kernel has no size or more
     *     than 2^31 - 1 weights
     */
    public static LinearMap convolution(int outputs, int inputs, int... kernel) {
        return new LinearMap(Kind.CONVOLUTION, outputs, inputs, 1, copyOfKernel(kernel), null, true);
    }

    /**
     * A transposed convolution in one group, with weights of shape (inputs, outputs/groups, kernel...).
     *
     * @param kernel the size of each spatial axis, one or more
     * @throws IllegalArgumentException if outputs, inputs or a size of kernel is below 1, or kernel has no size or more
     *     than 2^31 - 1 weights
     */
    public static LinearMap transposedConvolution(int outputs, int inputs, int... kernel) {
        return new LinearMap(Kind.TRANSPOSED_CONVOLUTION, outputs, inputs, 1, copyOfKernel(kernel), null, true);
    }

    /**
     * The same convolution in groups. Each group maps its share of the inputs to its share of the outputs.
     *
     * @param groups 1 or more; divides both inputs and outputs
     * @throws IllegalArgumentException if groups does not divide both, or this is no convolution
     */
    public LinearMap groups(int groups) {
        if (kind == Kind.LINEAR) {
            throw new IllegalArgumentException("groups: " + groups + " of a linear map, must be of a convolution");
        }
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0) {
            throw new IllegalArgumentException(
                    "groups: " + groups + ", must divide " + inputs + " inputs and " + outputs + " outputs");
        }
        return new LinearMap(kind, outputs, inputs, groups, kernel, flattened, uneven);
    }

    /**
     * The same convolution, with an input that is not padded with zeros: either not padded, or padded with its own
     * elements (reflected, replicated, circular). Only then can a layer before it be folded into it whatever the
     * layer's shift is.
     *
     * @throws IllegalArgumentException if this is a linear map or a transposed convolution
     */
    public LinearMap withoutZeroPadding() {
        if (kind != Kind.CONVOLUTION) {
            throw new IllegalArgumentException("map: " + this + ", must be a convolution, and not transposed");
        }
        return new LinearMap(kind, outputs, inputs, groups, kernel, flattened, false);
    }

    /** The number of output channels. */
    public int outputs() {
        return outputs;
    }

    /** The number of input channels, or of inputs of a fully connected map. */
    public int inputs() {
        return inputs;
    }

    /** The number of weights. Valid after {@link #requireWeights}: larger products overflow. */
    int weights() {
        return outputs * (inputs / groups) * kernelSize;
    }

    /** Checks the length of an array of weights. */
    void requireWeights(String name, int length) {
        boolean transposed = kind == Kind.TRANSPOSED_CONVOLUTION;
        int first = transposed ? inputs : outputs;
        int second = (transposed ? outputs : inputs) / groups;
        if (length % kernelSize != 0 || length / kernelSize != (long) first * second) {
            throw new IllegalArgumentException(name + ": " + length + " of them, must be " + first + "x" + second
                    + (kernel.length > 0 ? "x" + by(kernel) : "") + " for " + this);
        }
    }

    /** The output channel of a weight. */
    int output(int weight) {
        return kind == Kind.TRANSPOSED_CONVOLUTION ? minor(weight, inputs, outputs) : major(weight, inputs);
    }

    /** The input channel of a weight. */
    int input(int weight) {
        return kind == Kind.TRANSPOSED_CONVOLUTION ? major(weight, outputs) : minor(weight, outputs, inputs);
    }

    /** A weight's index on the first axis, which has all channels of one side. */
    private int major(int weight, int minors) {
        return weight / (minors / groups * kernelSize);
    }

    /** A weight's channel on the second axis, which has the channels of one group of the other side. */
    private int minor(int weight, int majors, int minors) {
        int group = major(weight, minors) / (majors / groups);
        return group * (minors / groups) + weight / kernelSize % (minors / groups);
    }

    /** The channel that an input belongs to, of the channels of a layer before the map. */
    int channelBefore(int input, int channels) {
        return flattened == Layout.CHANNELS_LAST ? input % channels : input / (inputs / channels);
    }

    /** Checks that a layer with so many channels fits before the map. */
    void requireInputOf(int channels) {
        if (flattened == null && inputs != channels) {
            throw new IllegalArgumentException(
                    "weights: " + this + ", must have " + channels + " inputs as the layer has channels"
                            + (kind == Kind.LINEAR ? ", or say in which layout they were flattened" : ""));
        }
        if (inputs % channels != 0) {
            throw new IllegalArgumentException(
                    "weights: " + this + ", must have a multiple of " + channels + " inputs, the layer's channels");
        }
    }

    /** Checks that a layer with so many channels fits after the map. */
    void requireOutputOf(int channels) {
        if (outputs != channels) {
            throw new IllegalArgumentException(
                    "weights: " + this + ", must have " + channels + " outputs as the layer has channels");
        }
    }

    /**
     * Whether some outputs may depend on fewer inputs than others: at a border of zeros, or in any transposed
     * convolution.
     */
    boolean isUneven() {
        return uneven;
    }

    /** The map as a message names it where it {@link #isUneven}. */
    String describeUneven() {
        return this + (kind == Kind.CONVOLUTION ? " that may be padded with zeros" : "");
    }

    private static int[] copyOfKernel(int[] kernel) {
        Objects.requireNonNull(kernel, "kernel");
        if (kernel.length == 0) {
            throw new IllegalArgumentException("kernel: no size, must be one per spatial axis");
        }
        return kernel.clone();
    }

    private static int requirePositive(String name, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(name + ": " + size + ", must be at least 1");
        }
        return size;
    }

    private static String by(int[] sizes) {
        return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining("x"));
    }

    /** Such as {@code convolution 32 to 64, kernel 3x3, groups 4}. */
    @Override
    public String toString() {
        return kind.name + " " + inputs + " to " + outputs + (kernel.length > 0 ? ", kernel " + by(kernel) : "")
                + (groups > 1 ? ", groups " + groups : "");
    }
}
