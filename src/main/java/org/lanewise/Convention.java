package org.lanewise;

import java.math.BigDecimal;
import java.util.Objects;
import org.lanewise.stats.PopulationEstimate;

/**
 * The conventions of other systems for batch normalization's parameters. The systems agree on y, but differ in the
 * running statistics: a momentum of 0.9 gives a new batch a weight of 0.9 in PyTorch, and of 0.1 in ONNX and Keras.
 *
 * <table>
 * <caption>The running statistics r with momentum m, after a batch of n elements per channel, where
 * SS = sum((x - mean)²)</caption>
 * <tr><th>convention</th><th>r becomes</th><th>new variance</th><th>default eps</th><th>default m</th></tr>
 * <tr><td>PyTorch</td><td>(1 - m)·r + m·new</td><td>SS/(n - 1)</td><td>1e-5</td><td>0.1</td></tr>
 * <tr><td>ONNX, opset 14 and later</td><td>m·r + (1 - m)·new</td><td>SS/n</td><td>1e-5</td><td>0.9</td></tr>
 * <tr><td>Keras 3</td><td>m·r + (1 - m)·new</td><td>SS/n</td><td>1e-3</td><td>0.99</td></tr>
 * <tr><td>TensorFlow's fused op</td><td>(1 - m)·r + m·new</td><td>SS/max(n - 1, 1)</td><td>1e-4</td><td>1</td></tr>
 * <tr><td>Flax, linen and nnx</td><td>m·r + (1 - m)·new</td><td>SS/n</td><td>1e-5</td><td>0.99</td></tr>
 * <tr><td>Paddle</td><td>m·r + (1 - m)·new</td><td>SS/n on the CPU</td><td>1e-5</td><td>0.9</td></tr>
 * <tr><td>MXNet's Gluon</td><td>m·r + (1 - m)·new</td><td>SS/n on the CPU</td><td>1e-5</td><td>0.9</td></tr>
 * <tr><td>Deeplearning4j</td><td>m·r + (1 - m)·new</td><td>SS/n</td><td>1e-5</td><td>0.9</td></tr>
 * </table>
 *
 * <p>Training needs at least 2 elements per channel, so max(n - 1, 1) is n - 1.
 *
 * <p>In all systems a momentum is in [0, 1]. With a momentum that gives new batches no weight, the running statistics
 * do not change.
 *
 * <pre>{@code
 * BatchNormOptions asInKeras = Convention.KERAS.options().eps(1e-4).population(Convention.KERAS.estimate(0.95));
 * double inPyTorch = Convention.PYTORCH.momentumFrom(Convention.KERAS, 0.95); // 0.05
 * }</pre>
 */
public enum Convention {
    /** PyTorch's {@code BatchNorm}. Its {@code momentum=None} is {@link PopulationEstimate#cumulativeAverage}. */
    PYTORCH(1e-5, Weight.OF_THE_BATCH, 0.1, Divisor.N_MINUS_1),
    /** ONNX's operator {@code BatchNormalization}. */
    ONNX(1e-5, Weight.OF_THE_PAST, 0.9, Divisor.N),
    /** The layer {@code BatchNormalization} of Keras 3. */
    KERAS(1e-3, Weight.OF_THE_PAST, 0.99, Divisor.N),
    /**
     * TensorFlow's operators {@code FusedBatchNorm}, {@code V2} and {@code V3}. The momentum is the attribute
     * {@code exponential_avg_factor}. The operator's default is 1: the running statistics are then those of the last
     * batch alone.
     */
    TENSORFLOW(1e-4, Weight.OF_THE_BATCH, 1, Divisor.N_MINUS_1),
    /**
     * Flax's {@code BatchNorm}, the same in {@code flax/linen/normalization.py} and
     * {@code flax/nnx/nn/normalization.py}, and on every device. By default Flax computes the variance as E[x²] -
     * E[x]², and sets a negative one to 0: this loses digits where the mean is large.
     */
    FLAX(1e-5, Weight.OF_THE_PAST, 0.99, Divisor.N),
    /**
     * Paddle's {@code BatchNorm1D}, {@code 2D} and {@code 3D}: {@code python/paddle/nn/layer/norm.py} and
     * {@code paddle/phi/kernels/cpu/batch_norm_kernel.cc}; the kernel for oneDNN does the same. On NVIDIA's GPUs
     * ({@code gpu/batch_norm_kernel.cu}) cuDNN takes SS/(n - 1). Only very large batches of two or three axes go to
     * Paddle's own kernels there, which take SS/n.
     */
    PADDLE(1e-5, Weight.OF_THE_PAST, 0.9, Divisor.N),
    /**
     * The layer {@code BatchNorm} of MXNet's Gluon: {@code gluon/nn/basic_layers.py} and
     * {@code src/operator/nn/batch_norm.cc}; the kernel for oneDNN does the same. On GPUs cuDNN takes SS/(n - 1);
     * MXNet's own kernel, for two axes and with {@code cudnn_off}, takes SS/n.
     *
     * <p>The default eps here is the layer's: networks are written in layers, and a layer always passes its eps to the
     * operator. The operator {@code BatchNorm}, called by itself, has a default eps of 1e-3, and the same default
     * momentum.
     */
    MXNET(1e-5, Weight.OF_THE_PAST, 0.9, Divisor.N),
    /**
     * The layer {@code BatchNormalization} of Deeplearning4j, where the momentum is called {@code decay}:
     * {@code BatchNormalization.java} in {@code nn/conf/layers} and in {@code nn/layers/normalization}. CPU and GPU do
     * the same. By default a model stores log10 of the standard deviation instead of the variance. Up to 1.0.0-beta3 it
     * stored variance + eps on the CPU, and on GPUs cuDNN took SS/(n - 1).
     */
    DL4J(1e-5, Weight.OF_THE_PAST, 0.9, Divisor.N);

    /** Whether the momentum is the weight of the past or of the new batch. */
    private enum Weight {
        OF_THE_PAST,
        OF_THE_BATCH
    }

    /** The divisor that makes a batch's sum of squares its variance, for the running variance. */
    private enum Divisor {
        N,
        N_MINUS_1
    }

    private final double eps;
    private final Weight weight;
    private final double momentum;
    private final Divisor divisor;

    Convention(double eps, Weight weight, double momentum, Divisor divisor) {
        this.eps = eps;
        this.weight = weight;
        this.momentum = momentum;
        this.divisor = divisor;
    }

    /**
     * Options with this system's default eps and default running statistics, and {@link BatchNormOptions#defaults} for
     * all else.
     */
    public BatchNormOptions options() {
        return BatchNormOptions.defaults().eps(eps).population(estimate(momentum));
    }

    /**
     * This system's running statistics.
     *
     * @param momentum in this system's convention, in [0, 1]
     * @throws IllegalArgumentException if the momentum is not in [0, 1]
     */
    public PopulationEstimate estimate(double momentum) {
        requireMomentum(momentum);
        PopulationEstimate unbiased = weight == Weight.OF_THE_PAST
                ? PopulationEstimate.movingAverage(momentum)
                : PopulationEstimate.momentum(momentum);
        return divisor == Divisor.N ? unbiased.biased() : unbiased;
    }

    /**
     * Converts another system's momentum to this system's: both give a new batch the same weight. The variances of
     * batches may still differ, as the table above says.
     *
     * @param other the system that the momentum comes from
     * @param momentum in the other system's convention, in [0, 1]
     * @return the momentum in this system's convention
     * @throws IllegalArgumentException if the momentum is not in [0, 1], or is so small that 1 - momentum rounds to 1,
     *     which would lose the weight that momentum stands for
     */
    public double momentumFrom(Convention other, double momentum) {
        Objects.requireNonNull(other, "other");
        other.requireMomentum(momentum);
        if (weight == other.weight) {
            return momentum;
        }
        // In decimal, so that 0.99 becomes 0.01, and not 0.010000000000000009.
        double here = BigDecimal.ONE.subtract(BigDecimal.valueOf(momentum)).doubleValue();
        if (here == 1 && momentum != 0) {
            throw new IllegalArgumentException(
                    "momentum: " + momentum + ", must be 0, or 1e-16 or more, for the convention " + this);
        }
        return here;
    }

    private void requireMomentum(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("momentum: " + value + ", must be in [0, 1] in the convention " + this);
        }
    }
}
