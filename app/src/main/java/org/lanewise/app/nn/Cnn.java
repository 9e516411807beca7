package org.lanewise.app.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.stats.PopulationStatistics;

/**
 * A classifier of images with one convolution: 3x3, batch normalization (or not), ReLU, 2x2 max pooling, and a linear
 * layer to the classes.
 */
public final class Cnn extends Network {
    private final Sizes sizes;
    private final Optional<Normalization> normalization;

    /**
     * The sizes of a network.
     *
     * @param channels of an image
     * @param height of an image, even
     * @param width of an image, even
     * @param features the channels of the convolution's output
     * @param classes the kinds of images
     */
    public record Sizes(int channels, int height, int width, int features, int classes) {
        /** What the linear layer has for inputs. */
        int pooled() {
            return features * height * width / 4;
        }
    }

    /**
     * A network as it is before training.
     *
     * <p>For a seed, the weights with and without batch normalization are the same. The convolution always has a bias,
     * though batch normalization takes it away again: so has PyTorch's, and files are exchanged with it.
     *
     * @param batchNormalized whether the convolution's output is normalized
     * @param pool helps with batch normalization
     */
    public Cnn(Sizes sizes, boolean batchNormalized, long seed, Optional<ForkJoinPool> pool) {
        this(
                sizes,
                new Random(seed),
                batchNormalized
                        ? Optional.of(
                                Normalization.ofImagesWithRelu("bn", sizes.features, sizes.height, sizes.width, pool))
                        : Optional.empty());
    }

    private Cnn(Sizes sizes, Random random, Optional<Normalization> normalization) {
        super(sizes.classes, layers(sizes, random, normalization));
        this.sizes = sizes;
        this.normalization = normalization;
    }

    private static List<Layer> layers(Sizes sizes, Random random, Optional<Normalization> normalization) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Convolution("conv", sizes.channels, sizes.features, sizes.height, sizes.width, random));
        // The normalization has its ReLU in it.
        layers.add(
                normalization.isPresent()
                        ? normalization.get()
                        : new ActivationLayer(ActivationFunction.RELU, sizes.features * sizes.height * sizes.width));
        layers.add(new MaxPooling(sizes.features, sizes.height, sizes.width));
        layers.add(new Linear(
                "fc", sizes.pooled(), sizes.classes, true, false, ActivationFunction.RELU.initialization(), random));
        return layers;
    }

    /** All that inference depends on, by PyTorch's names and in its shapes; copies. */
    public Map<String, Weights> state() {
        Map<String, Weights> state = new LinkedHashMap<>();
        state.put(
                "conv.weight",
                new Weights(
                        List.of(sizes.features, sizes.channels, 3, 3),
                        values("conv.weight").clone()));
        state.put("conv.bias", perFeature(values("conv.bias").clone()));
        normalization.ifPresent(layer -> {
            PopulationStatistics population = layer.population();
            float[] mean = new float[sizes.features];
            float[] variance = new float[sizes.features];
            for (int c = 0; c < sizes.features; c++) {
                mean[c] = (float) population.mean(c);
                variance[c] = (float) population.variance(c);
            }
            state.put("bn.weight", perFeature(values("bn.gamma").clone()));
            state.put("bn.bias", perFeature(values("bn.beta").clone()));
            state.put("bn.running_mean", perFeature(mean));
            state.put("bn.running_var", perFeature(variance));
        });
        // PyTorch has a row per output.
        state.put(
                "fc.weight",
                new Weights(
                        List.of(sizes.classes, sizes.pooled()),
                        transposed(values("fc.weights"), sizes.pooled(), sizes.classes)));
        state.put(
                "fc.bias", new Weights(List.of(sizes.classes), values("fc.bias").clone()));
        return state;
    }

    /**
     * Takes the state of another network, as {@link #state} gives it. Where there is no conv.bias it is 0, as in a
     * network whose convolution has none; where there is neither bn.weight nor bn.bias, these are 1 and 0.
     *
     * <p>A running variance may be negative as long as it is positive with {@link Normalization#EPS} added.
     *
     * @throws IllegalArgumentException that names the array if one is missing, of another shape, unknown or has a value
     *     that can't serve; some of the state may be taken then
     */
    public void load(Map<String, Weights> state) {
        Map<String, Weights> own = state();
        for (String name : state.keySet()) {
            if (!own.containsKey(name)) {
                throw new IllegalArgumentException(name + ": unknown, must be one of " + own.keySet());
            }
        }
        Map<String, Weights> whole = new LinkedHashMap<>(state);
        whole.putIfAbsent("conv.bias", constant(0));
        if (normalization.isPresent() && !state.containsKey("bn.weight") && !state.containsKey("bn.bias")) {
            whole.put("bn.weight", constant(1));
            whole.put("bn.bias", constant(0));
        }
        own.forEach((name, weights) -> check(name, whole.get(name), weights));
        copy(whole.get("conv.weight").values(), "conv.weight");
        copy(whole.get("conv.bias").values(), "conv.bias");
        normalization.ifPresent(layer -> load(layer.population(), whole));
        copy(transposed(whole.get("fc.weight").values(), sizes.classes, sizes.pooled()), "fc.weights");
        copy(whole.get("fc.bias").values(), "fc.bias");
    }

    private void load(PopulationStatistics population, Map<String, Weights> state) {
        double[] mean = new double[sizes.features];
        double[] variance = new double[sizes.features];
        for (int c = 0; c < sizes.features; c++) {
            mean[c] = state.get("bn.running_mean").values()[c];
            variance[c] = state.get("bn.running_var").values()[c];
            if (!(variance[c] + Normalization.EPS > 0)) {
                throw new IllegalArgumentException("bn.running_var[" + c + "]: " + (float) variance[c]
                        + ", must be more than " + -Normalization.EPS + ", which is -eps");
            }
        }
        copy(state.get("bn.weight").values(), "bn.gamma");
        copy(state.get("bn.bias").values(), "bn.beta");
        population.load(mean, variance, 0);
    }

    private static void check(String name, Weights given, Weights own) {
        if (given == null) {
            throw new IllegalArgumentException(name + ": missing, must be there with shape " + own.shape());
        }
        if (!given.shape().equals(own.shape())) {
            throw new IllegalArgumentException(name + ": shape " + given.shape() + ", must be " + own.shape());
        }
        float[] values = given.values();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(name + given.place(i) + ": " + values[i] + ", must be finite");
            }
        }
    }

    private Weights constant(float value) {
        float[] values = new float[sizes.features];
        Arrays.fill(values, value);
        return perFeature(values);
    }

    private Weights perFeature(float[] values) {
        return new Weights(List.of(sizes.features), values);
    }

    private float[] values(String parameter) {
        return parameters().stream()
                .filter(p -> p.name().equals(parameter))
                .findFirst()
                .orElseThrow()
                .values();
    }

    private void copy(float[] from, String parameter) {
        System.arraycopy(from, 0, values(parameter), 0, from.length);
    }

    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
        return result;
    }
}
