package org.lanewise.app.onnx;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lanewise.Audit;
import org.lanewise.BatchNormOptions;
import org.lanewise.Convention;
import org.lanewise.FrozenBatchNorm;

/**
 * A node BatchNormalization that infers, with its parameters: y = gamma·(x - mean)/sqrt(variance + epsilon) + beta.
 *
 * @param name the node's, or that of its output if it has none
 * @param input the name of x
 * @param output the name of y
 * @param epsilon 0 or more; ONNX's own if the node does not say
 * @param gamma the scale
 * @param beta the bias
 * @param mean the mean
 * @param variance the variance
 */
public record NormalizationLayer(
        String name,
        String input,
        String output,
        double epsilon,
        Parameter gamma,
        Parameter beta,
        Parameter mean,
        Parameter variance) {
    /** How many channels it has. */
    public int channels() {
        return mean.values().length;
    }

    /** Scale, bias, mean and variance, in the order of the node's inputs. */
    public List<Parameter> parameters() {
        return List.of(gamma, beta, mean, variance);
    }

    /**
     * What is wrong with a channel, if it has no y: a parameter is not finite, or the variance and epsilon are not
     * above 0 together. Names the tensor.
     */
    public Optional<String> fault(int channel) {
        List<String> names = List.of("scale", "bias", "mean", "variance");
        for (int i = 0; i < names.size(); i++) {
            Parameter parameter = parameters().get(i);
            double value = parameter.values()[channel];
            if (!Double.isFinite(value)) {
                return Optional.of(names.get(i) + " " + parameter.tensor() + ": " + value + " in channel " + channel
                        + ", must be finite");
            }
        }
        double value = variance.values()[channel];
        double sum = value + epsilon;
        return sum > 0 && Double.isFinite(sum)
                ? Optional.empty()
                : Optional.of("variance " + variance.tensor() + ": " + value + " in channel " + channel
                        + ", must be more than 0 and finite "
                        + "with epsilon " + epsilon + " added");
    }

    /** The first fault of its channels. */
    public Optional<String> fault() {
        return IntStream.range(0, channels())
                .mapToObj(this::fault)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The same in our engine; a channel that has a {@link #fault(int)} gives zeros.
     *
     * @param execution options of which the pool counts
     * @throws IllegalArgumentException if the engine does not take the numbers
     */
    public FrozenBatchNorm freeze(BatchNormOptions execution) {
        return FrozenBatchNorm.ofDoubles(
                sound(mean, 0), sound(variance, 1), sound(gamma, 0), sound(beta, 0), execution.eps(epsilon));
    }

    private double[] sound(Parameter parameter, double otherwise) {
        double[] values = parameter.values().clone();
        for (int c = 0; c < values.length; c++) {
            if (fault(c).isPresent()) {
                values[c] = otherwise;
            }
        }
        return values;
    }

    /** Options to {@link #freeze} with, on the calling thread alone. */
    public static BatchNormOptions serially() {
        return Convention.ONNX.options();
    }

    /** What its numbers tell. */
    public Audit audit() {
        return Audit.ofDoubles(mean.values(), variance.values(), gamma.values(), beta.values(), epsilon);
    }

    /** The same layer with other statistics, each rounded to the type of the tensor that it has now. */
    public NormalizationLayer with(double[] otherMean, double[] otherVariance) {
        return with(mean.with(mean.tensor(), otherMean), variance.with(variance.tensor(), otherVariance));
    }

    /** The same layer with other statistics. */
    NormalizationLayer with(Parameter otherMean, Parameter otherVariance) {
        return new NormalizationLayer(name, input, output, epsilon, gamma, beta, otherMean, otherVariance);
    }
}
