package org.lanewise;

import java.math.BigDecimal;
import java.util.Objects;
import org.lanewise.stats.PopulationEstimate;

/**
 * What other systems mean by batch normalization's parameters. They agree on y, and differ in the running statistics: a momentum
 * of 0.9 takes nine tenths from the new batch in PyTorch, and one tenth in ONNX and Keras.
 *
 * <table>
 * <caption>Running statistics r with momentum m, after a batch of n elements per channel; SS = sum((x - mean)²)</caption>
 * <tr><th>convention</th><th>r becomes</th><th>new variance</th><th>default eps</th><th>default m</th></tr>
 * <tr><td>PyTorch</td><td>(1 - m)·r + m·new</td><td>SS/(n - 1)</td><td>1e-5</td><td>0.1</td></tr>
 * <tr><td>ONNX, opset 14 and later</td><td>m·r + (1 - m)·new</td><td>SS/n</td><td>1e-5</td><td>0.9</td></tr>
 * <tr><td>Keras 3</td><td>m·r + (1 - m)·new</td><td>SS/n</td><td>1e-3</td><td>0.99</td></tr>
 * <tr><td>TensorFlow's fused op</td><td>(1 - m)·r + m·new</td><td>SS/max(n - 1, 1)</td><td>1e-4</td><td>1</td></tr>
 * </table>
 *
 * <p>Training takes at least 2 elements per channel, so that max(n - 1, 1) is n - 1.
 *
 * <pre>{@code
 * BatchNormOptions asInKeras = Convention.KERAS.options().eps(1e-4).population(Convention.KERAS.estimate(0.95));
 * double inPyTorch = Convention.PYTORCH.momentumFrom(Convention.KERAS, 0.95); // 0.05
 * }</pre>
 */
public enum Convention {
    /** PyTorch's {@code BatchNorm}. Its {@code momentum=None} is {@link PopulationEstimate#cumulativeAverage}. */
    PYTORCH(1e-5, 0.1),
    /** ONNX's operator {@code BatchNormalization}. */
    ONNX(1e-5, 0.9),
    /** The layer {@code BatchNormalization} of Keras 3. */
    KERAS(1e-3, 0.99),
    /**
     * TensorFlow's operators {@code FusedBatchNorm}, {@code V2} and {@code V3}. The momentum is the attribute
     * {@code exponential_avg_factor}. With its default of 1, that of the operator, the last batch alone makes the statistics.
     */
    TENSORFLOW(1e-4, 1);

    private final double eps;
    private final double momentum;

    Convention(double eps, double momentum) {
        this.eps = eps;
        this.momentum = momentum;
    }

    /** Options with this system's eps and running statistics; {@link BatchNormOptions#defaults} in all else. */
    public BatchNormOptions options() {
        return BatchNormOptions.defaults().eps(eps).population(estimate(momentum));
    }

    /**
     * This system's running statistics.
     *
     * @param momentum as this system means it: in [0, 1) for ONNX and Keras, in (0, 1] for PyTorch and TensorFlow
     * @throws IllegalArgumentException if the momentum is outside that
     */
    public PopulationEstimate estimate(double momentum) {
        requireMomentum(momentum);
        return switch (this) {
            case PYTORCH, TENSORFLOW -> PopulationEstimate.momentum(momentum);
            case ONNX, KERAS -> PopulationEstimate.movingAverage(momentum).biased();
        };
    }

    /**
     * The momentum that gives a batch the same weight here as another system's momentum does there. The variances of batches
     * may still differ, see above.
     *
     * @param other the system that the momentum is from
     * @param momentum as the other system means it
     * @throws IllegalArgumentException if one of the two has no such momentum
     */
    public double momentumFrom(Convention other, double momentum) {
        Objects.requireNonNull(other, "other");
        other.requireMomentum(momentum);
        // In decimal, so that 0.99 becomes 0.01, and not 0.010000000000000009.
        double here = isOfThePast() == other.isOfThePast()
                ? momentum
                : BigDecimal.ONE.subtract(BigDecimal.valueOf(momentum)).doubleValue();
        requireMomentum(here);
        return here;
    }

    /** Whether the momentum is the weight of the past; else it is that of the new batch. */
    private boolean isOfThePast() {
        return this == ONNX || this == KERAS;
    }

    private void requireMomentum(double value) {
        boolean fits = isOfThePast() ? value >= 0 && value < 1 : value > 0 && value <= 1;
        if (!fits) {
            throw new IllegalArgumentException(
                    "momentum: " + value + ", must be in " + (isOfThePast() ? "[0, 1)" : "(0, 1]") + " in the convention " + this);
        }
    }
}
