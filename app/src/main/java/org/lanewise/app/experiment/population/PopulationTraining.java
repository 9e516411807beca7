package org.lanewise.app.experiment.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.data.LabelledImages;
import org.lanewise.app.experiment.population.PopulationResult.Estimate;
import org.lanewise.app.nn.ActivationFunction;
import org.lanewise.app.nn.LayerObserver;
import org.lanewise.app.nn.Mlp;
import org.lanewise.app.nn.Normalization;
import org.lanewise.app.nn.Samples;
import org.lanewise.app.nn.Sgd;
import org.lanewise.app.train.DivergedException;
import org.lanewise.app.train.Evaluation;
import org.lanewise.app.train.Schedule;
import org.lanewise.app.train.Settings;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.PopulationStatistics;

/**
 * One training that all estimators watch: its weights depend on none of them. The true statistics are those of the
 * whole training set under the final weights, layer by layer: a layer is given what those before it make with their
 * true statistics, as in service.
 */
final class PopulationTraining {
    /** Images that are inferred at a time. */
    static final int TEST_BATCH = 500;

    private final Dataset data;
    private final PopulationPlan plan;
    private final int batchSize;
    private final long seed;
    private final Mlp network;
    private final List<Normalization> layers;
    private final ChannelMoments moments;
    /** Of each estimator, the statistics of each layer. */
    private final List<List<PopulationStatistics>> populations;

    private PopulationTraining(
            Dataset data, PopulationPlan plan, int batchSize, long seed, Optional<ForkJoinPool> pool) {
        this.data = data;
        this.plan = plan;
        this.batchSize = batchSize;
        this.seed = seed;
        network = newNetwork(plan, seed, pool);
        layers = network.layers().stream()
                .filter(layer -> layer instanceof Normalization)
                .map(layer -> (Normalization) layer)
                .toList();
        moments = new ChannelMoments(plan.width());
        populations = Arrays.stream(Estimator.values())
                .map(estimator -> layers.stream()
                        .map(layer -> estimator.estimate().start(layer.channels()))
                        .toList())
                .toList();
    }

    static Mlp newNetwork(PopulationPlan plan, long seed, Optional<ForkJoinPool> pool) {
        return new Mlp(plan.sizes(), ActivationFunction.RELU, true, seed, pool);
    }

    /** Trains and compares. The result depends on all arguments but the pool and who listens. */
    static PopulationResult run(
            Dataset data, PopulationPlan plan, int batchSize, long seed, Optional<ForkJoinPool> pool, Runnable stepEnds)
            throws DivergedException {
        PopulationTraining training = new PopulationTraining(data, plan, batchSize, seed, pool);
        training.train(stepEnds);
        training.recompute();
        return training.compare();
    }

    static Batches batches(Dataset data, int batchSize, long seed) {
        return new Batches(data.train(), batchSize, seed);
    }

    private void train(Runnable stepEnds) throws DivergedException {
        List<Estimator> watching = Arrays.stream(Estimator.values())
                .filter(estimator -> estimator != Estimator.RECOMPUTED)
                .toList();
        LayerObserver observer = observer(watching);
        Sgd optimizer = new Sgd(network.parameters(), Settings.MOMENTUM);
        Batches batches = batches(data, batchSize, seed);
        double firstRate = plan.learningRate() * batchSize / PopulationPlan.RATE_IMAGES;
        long steps = (long) batches.perEpoch() * plan.epochs();
        long step = 0;
        for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
            batches.shuffle();
            while (batches.next()) {
                double loss = network.lossAndGradients(batches.pixels(), batches.labels(), batches.size(), observer);
                if (!Double.isFinite(loss)) {
                    throw new DivergedException(plan.learningRate(), true, epoch, loss);
                }
                optimizer.step(Schedule.rate(firstRate, step++, steps));
                stepEnds.run();
            }
        }
    }

    /** The paper's own way: the batches of an epoch once more, each normalized with its own statistics. */
    private void recompute() {
        LayerObserver observer = observer(List.of(Estimator.RECOMPUTED));
        Batches batches = batches(data, batchSize, seed);
        batches.shuffle();
        while (batches.next()) {
            network.forward(batches.pixels(), batches.size(), observer);
        }
    }

    private LayerObserver observer(List<Estimator> estimators) {
        return (layer, x, y, rows) -> {
            int number = layers.indexOf(layer);
            if (number >= 0) {
                moments.clear();
                moments.add(Samples.tensor(x, rows, plan.width()));
                for (Estimator estimator : estimators) {
                    populations.get(estimator.ordinal()).get(number).add(moments);
                }
            }
        };
    }

    private PopulationResult compare() {
        List<Statistics> truth = truth();
        double trueAccuracy = Evaluation.of(network, data.test(), TEST_BATCH).accuracy();
        List<Estimate> estimates = new ArrayList<>();
        for (Estimator estimator : Estimator.values()) {
            List<PopulationStatistics> estimated = populations.get(estimator.ordinal());
            List<Statistics> statistics = estimated.stream().map(Statistics::of).toList();
            for (int layer = 0; layer < layers.size(); layer++) {
                load(layers.get(layer), statistics.get(layer));
            }
            long bytes = estimated.stream()
                    .mapToLong(population -> estimator.bytes(population.channels(), population.batches()))
                    .sum();
            estimates.add(new Estimate(
                    Distance.between(statistics, truth),
                    Evaluation.of(network, data.test(), TEST_BATCH).accuracy(),
                    bytes));
        }
        return new PopulationResult(batchSize, seed, trueAccuracy, estimates);
    }

    /** The true statistics; the network infers with them afterwards. */
    private List<Statistics> truth() {
        List<Statistics> truth = new ArrayList<>();
        for (Normalization layer : layers) {
            ChannelMoments all = new ChannelMoments(layer.channels());
            inferAll(data.train(), (passed, x, y, rows) -> {
                if (passed == layer) {
                    all.add(Samples.tensor(x, rows, plan.width()));
                }
            });
            truth.add(Statistics.of(all));
            load(layer, truth.getLast());
        }
        return truth;
    }

    private void inferAll(LabelledImages images, LayerObserver observer) {
        float[] pixels = new float[TEST_BATCH * images.imageSize()];
        for (int from = 0; from < images.count(); from += TEST_BATCH) {
            int rows = Math.min(TEST_BATCH, images.count() - from);
            for (int row = 0; row < rows; row++) {
                Batches.toFloats(images, from + row, pixels, row);
            }
            network.infer(pixels, rows, observer);
        }
    }

    private static void load(Normalization layer, Statistics statistics) {
        layer.population().load(statistics.mean(), statistics.variance(), 0);
    }
}
