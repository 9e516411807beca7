package org.lanewise.fold;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.lanewise.tensor.Layout;

/**
 * Which input and output channel each weight of a linear map belongs to: the kind of map and its sizes. Immutable. Weights lie as in
 * PyTorch and ONNX, the last axis contiguous. Stride and dilation do not matter here.
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

    /** The weights of one pair of channels. */
    private final int pair;

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
                throw new IllegalArgumentException("kernel: " + by(kernel) + ", must have at most " + Integer.MAX_VALUE + " weights");
            }
        }
        pair = (int) product;
    }

    /**
     * A fully connected map with weights (outputs, inputs).
     *
     * @throws IllegalArgumentException if a size is below 1
     */
    public static LinearMap linear(int outputs, int inputs) {
        return new LinearMap(Kind.LINEAR, outputs, inputs, 1, new int[0], null, false);
    }

    /**
     * A fully connected map with weights (outputs, inputs) of a tensor with any number of channels, whose samples were flattened in
     * memory order. Only a layer before the map asks for this.
     *
     * @param flattened with C channels at S positions, input f is of channel f/S in channels first, and f mod C in channels last
     * @throws IllegalArgumentException if a size is below 1
     */
    public static LinearMap linear(int outputs, int inputs, Layout flattened) {
        Objects.requireNonNull(flattened, "flattened");
        return new LinearMap(Kind.LINEAR, outputs, inputs, 1, new int[0], flattened, false);
    }

    /**
     * A convolution with weights (outputs, inputs/groups, kernel...), in one group, maybe padded with zeros.
     *
     * @param kernel the size of each spatial axis, one or more
     * @throws IllegalArgumentException if a size is below 1, or the kernel has none or more than 2^31 - 1 weights
     */
    public static LinearMap convolution(int outputs, int inputs, int... kernel) {
        return new LinearMap(Kind.CONVOLUTION, outputs, inputs, 1, copyOfKernel(kernel), null, true);
    }

    /**
     * A transposed convolution with weights (inputs, outputs/groups, kernel...), in one group.
     *
     * @param kernel the size of each spatial axis, one or more
     * @throws IllegalArgumentException if a size is below 1, or the kernel has none or more than 2^31 - 1 weights
     */
    public static LinearMap transposedConvolution(int outputs, int inputs, int... kernel) {
        return new LinearMap(Kind.TRANSPOSED_CONVOLUTION, outputs, inputs, 1, copyOfKernel(kernel), null, true);
    }

    /**
     * The same convolution in groups: each maps its share of the inputs to its share of the outputs.
     *
     * @param groups a divisor of inputs and outputs
     * @throws IllegalArgumentException if it is not, or this is no convolution
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
     * The same convolution of inputs without a border of zeros: without padding, or padded with elements of the input (reflected,
     * replicated, circular). Only then can a layer before it be folded into it whatever its shift is.
     *
     * @throws IllegalArgumentException if this is no convolution, or a transposed one
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

    /** The number of input channels; of a linear map, of its inputs. */
    public int inputs() {
        return inputs;
    }

    /** The number of weights, if an array can hold them: see {@link #requireWeights}. */
    int weights() {
        return outputs * (inputs / groups) * pair;
    }

    /** Checks that there are as many as this. */
    void requireWeights(String name, int length) {
        boolean transposed = kind == Kind.TRANSPOSED_CONVOLUTION;
        int first = transposed ? inputs : outputs;
        int second = (transposed ? outputs : inputs) / groups;
        if (length % pair != 0 || length / pair != (long) first * second) {
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

    /** The index on the first axis, which has all channels of the one side. */
    private int major(int weight, int minors) {
        return weight / (minors / groups * pair);
    }

    /** The channel on the second axis, which has those of a group of the other side. */
    private int minor(int weight, int majors, int minors) {
        int group = major(weight, minors) / (majors / groups);
        return group * (minors / groups) + weight / pair % (minors / groups);
    }

    /** The channel, of so many before the map, that an input is of. */
    int channelBefore(int input, int channels) {
        return flattened == Layout.CHANNELS_LAST ? input % channels : input / (inputs / channels);
    }

    /** Checks that a layer may stand before the map. */
    void requireInputOf(int channels) {
        if (flattened == null && inputs != channels) {
            throw new IllegalArgumentException("weights: " + this + ", must have " + channels + " inputs as the layer has channels"
                    + (kind == Kind.LINEAR ? ", or say in which layout they were flattened" : ""));
        }
        if (inputs % channels != 0) {
            throw new IllegalArgumentException(
                    "weights: " + this + ", must have a multiple of " + channels + " inputs, the layer's channels");
        }
    }

    /** Checks that a layer may stand after the map. */
    void requireOutputOf(int channels) {
        if (outputs != channels) {
            throw new IllegalArgumentException(
                    "weights: " + this + ", must have " + channels + " outputs as the layer has channels");
        }
    }

    /** Whether some outputs may meet fewer inputs than others: at a border of zeros, or as a transposed convolution has it. */
    boolean isUneven() {
        return uneven;
    }

    /** What to say of that. */
    String unevenness() {
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
