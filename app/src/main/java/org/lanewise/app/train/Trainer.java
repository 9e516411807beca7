package org.lanewise.app.train;

import java.util.ArrayList;
import java.util.List;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.nn.Network;
import org.lanewise.app.nn.Sgd;

/**
 * Trains networks. The result depends on the data, the settings and the width of the machine's vectors (in which netlib
 * adds up its products), but not on threads.
 *
 * @param <N> the kind of network
 */
public final class Trainer<N extends Network> {
    /** Larger batches run the same loops, only longer. */
    private static final int MAX_REHEARSED = 500;

    private final Dataset data;
    private final Settings settings;
    private final Recipe<N> recipe;
    private final TrainingListener listener;

    /** A trainer of networks by a recipe. */
    public Trainer(Dataset data, Settings settings, Recipe<N> recipe, TrainingListener listener) {
        this.data = data;
        this.settings = settings;
        this.recipe = recipe;
        this.listener = listener;
    }

    /**
     * Trains a new network.
     *
     * @throws DivergedException if its loss is no number any more
     */
    public Trained<N> train(boolean batchNormalized) throws DivergedException {
        listener.runBegins(batchNormalized);
        rehearse(batchNormalized);
        N network = newNetwork(batchNormalized);
        Sgd optimizer = new Sgd(network.parameters(), Settings.MOMENTUM);
        Batches batches = new Batches(data.train(), settings.batchSize(), settings.seed());
        int perEpoch = batches.perEpoch();
        double[] stepLosses = new double[Math.multiplyExact(perEpoch, settings.epochs())];
        List<Epoch> epochs = new ArrayList<>();
        Evaluation test = null;
        int step = 0;
        for (int number = 1; number <= settings.epochs(); number++) {
            long start = System.nanoTime();
            listener.epochBegins(number, perEpoch);
            batches.shuffle();
            double sum = 0;
            while (batches.next()) {
                double loss = network.lossAndGradients(batches.pixels(), batches.labels(), batches.size());
                if (!Double.isFinite(loss)) {
                    throw new DivergedException(settings.learningRate(), batchNormalized, number, loss);
                }
                optimizer.step(Schedule.rate(settings.learningRate(), step, stepLosses.length));
                sum += loss;
                stepLosses[step++] = loss;
                listener.stepEnds(loss);
            }
            test = Evaluation.of(network, data.test(), recipe.testBatch());
            Epoch epoch = new Epoch(number, sum / perEpoch, test.accuracy(), (System.nanoTime() - start) / 1e9);
            epochs.add(epoch);
            listener.epochEnds(epoch);
        }
        return new Trained<>(
                network, new Run(batchNormalized, List.copyOf(epochs), stepLosses, network.millisByLayer()), test);
    }

    private N newNetwork(boolean batchNormalized) {
        return recipe.networks().make(batchNormalized, settings.seed());
    }

    private void rehearse(boolean batchNormalized) {
        int whole = Math.min(Math.min(settings.batchSize(), data.train().count()), MAX_REHEARSED);
        int rest = data.train().count() % settings.batchSize() % whole;
        int test = Math.min(recipe.testBatch(), data.test().count());
        new Rehearsal(data.train(), Math.max(whole, test))
                .run(newNetwork(batchNormalized), rest < 2 ? List.of(whole) : List.of(whole, rest), test);
    }
}
