package org.lanewise.app.nn;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.Activation;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Gradients;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Batch normalization by the engine's {@link BatchNorm}, with a scale and a shift to learn.
 *
 * <p>Inference uses a moving average over the batches as its estimate of the population. The weights before this layer
 * move all the time, so what an average over the whole epoch would add to it are statistics of weights long gone; and
 * to recompute them with the weights as they are takes another pass over all images.
 *
 * <p>The engine keeps its estimate in double. Here it is rounded to float after each batch, as files have it: what is
 * saved is then what the network infers with, to the bit.
 */
public final class Normalization implements Layer {
    /** What is added to a variance. */
    public static final double EPS = 1e-5;

    /** The part that the population's estimate takes of a new batch. */
    public static final double MOMENTUM = 0.1;

    private static final BatchNormOptions OPTIONS =
            BatchNormOptions.defaults().eps(EPS).population(PopulationEstimate.momentum(MOMENTUM));

    private final String kind;
    private final Shape sample;
    private final Layout layout;
    private final BatchNorm engine;
    private final BatchStatistics statistics;
    private final Gradients gradients;
    private final double[] mean;
    private final double[] variance;
    private final List<Parameter> parameters;
    private final Buffer y = new Buffer();
    private float[] x;

    private Normalization(
            String name,
            String kind,
            Shape sample,
            Layout layout,
            BatchNormOptions options,
            Optional<ForkJoinPool> pool) {
        this.kind = kind;
        this.sample = sample;
        this.layout = layout;
        engine = BatchNorm.of(sample, pool.map(options::pool).orElse(options));
        int channels = sample.channels();
        statistics = new BatchStatistics(channels);
        gradients = new Gradients(channels);
        mean = new double[channels];
        variance = new double[channels];
        parameters = List.of(
                new Parameter(name + ".gamma", engine.gamma(), gradients.dgamma()),
                new Parameter(name + ".beta", engine.beta(), gradients.dbeta()));
    }

    /**
     * A layer of single features, that starts with scale 1 and shift 0.
     *
     * @param pool helps the calling thread with large batches; the bits are the same with and without it
     */
    public static Normalization ofFeatures(String name, int features, Optional<ForkJoinPool> pool) {
        return new Normalization(
                name, "batch normalization", Shape.of(1, features), Layout.CHANNELS_LAST, OPTIONS, pool);
    }

    /** A layer of images, channel after channel, with a ReLU after it in the same pass over memory. */
    public static Normalization ofImagesWithRelu(
            String name, int channels, int height, int width, Optional<ForkJoinPool> pool) {
        return new Normalization(
                name,
                "batch normalization, ReLU",
                Shape.of(1, channels, height, width),
                Layout.CHANNELS_FIRST,
                OPTIONS.activation(Activation.relu()),
                pool);
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public float[] forward(float[] x, int rows) {
        this.x = x;
        float[] out = y.atLeast(Math.toIntExact(rows * sample.elements()));
        engine.train(tensor(x, rows), tensor(out, rows), statistics);
        roundPopulation();
        return out;
    }

    private void roundPopulation() {
        PopulationStatistics population = population();
        for (int c = 0; c < mean.length; c++) {
            mean[c] = (float) population.mean(c);
            variance[c] = (float) population.variance(c);
            if (!Double.isFinite(mean[c]) || !Double.isFinite(variance[c])) {
                return; // The loss will tell.
            }
        }
        population.load(mean, variance, population.batches());
    }

    @Override
    public float[] infer(float[] x, int rows) {
        float[] out = y.atLeast(Math.toIntExact(rows * sample.elements()));
        engine.infer(tensor(x, rows), tensor(out, rows));
        return out;
    }

    @Override
    public float[] backward(float[] dy, int rows) {
        Tensor gradient = tensor(dy, rows);
        engine.backward(tensor(x, rows), gradient, gradient, statistics, gradients);
        return dy;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The channels that are normalized, each by itself. */
    public int channels() {
        return sample.channels();
    }

    /** What inference normalizes with; after a batch its values are floats. */
    public PopulationStatistics population() {
        return engine.population().orElseThrow();
    }

    /** The rows in use of a matrix that may be longer. */
    private Tensor tensor(float[] matrix, int rows) {
        return Samples.tensor(matrix, sample.withSamples(rows), layout);
    }
}
