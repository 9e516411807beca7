package org.lanewise.app.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.FashionMnist;
import org.lanewise.app.data.LabelledImages;
import org.lanewise.app.nn.Mlp;
import org.lanewise.app.nn.Sgd;

/**
 * Trains the 784-256-10 network on Fashion-MNIST. The result depends on the data, the settings and the width of the
 * machine's vectors (in which netlib adds up its products), but not on the pool.
 */
public final class Trainer {
    /** The features of the hidden layer. */
    public static final int HIDDEN = 256;

    private static final int TEST_BATCH = 500;

    private final FashionMnist data;
    private final Settings settings;
    private final Optional<ForkJoinPool> pool;
    private final TrainingListener listener;

    /** A trainer; the pool helps with batch normalization. */
    public Trainer(FashionMnist data, Settings settings, Optional<ForkJoinPool> pool, TrainingListener listener) {
        this.data = data;
        this.settings = settings;
        this.pool = pool;
        this.listener = listener;
    }

    /**
     * Trains a new network.
     *
     * @throws DivergedException if its loss is no number any more
     */
    public Run train(boolean batchNormalized) throws DivergedException {
        listener.runBegins(batchNormalized);
        rehearse(batchNormalized);
        Mlp network = newNetwork(batchNormalized);
        Sgd optimizer = new Sgd(network.parameters(), Settings.MOMENTUM);
        Batches batches = new Batches(data.train(), settings.batchSize(), settings.seed());
        int perEpoch = batches.perEpoch();
        double[] stepLosses = new double[Math.multiplyExact(perEpoch, settings.epochs())];
        List<Epoch> epochs = new ArrayList<>();
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
                optimizer.step(settings.learningRate() * (1 - (double) step / stepLosses.length));
                sum += loss;
                stepLosses[step++] = loss;
                listener.stepEnds(loss);
            }
            double accuracy = accuracy(network, data.test());
            Epoch epoch = new Epoch(number, sum / perEpoch, accuracy, (System.nanoTime() - start) / 1e9);
            epochs.add(epoch);
            listener.epochEnds(epoch);
        }
        return new Run(batchNormalized, List.copyOf(epochs), stepLosses);
    }

    private Mlp newNetwork(boolean batchNormalized) {
        return new Mlp(FashionMnist.PIXELS, HIDDEN, FashionMnist.CLASSES, batchNormalized, settings.seed(), pool);
    }

    private void rehearse(boolean batchNormalized) {
        // Larger batches run the same loops, only longer.
        int whole = Math.min(Math.min(settings.batchSize(), data.train().count()), TEST_BATCH);
        int rest = data.train().count() % settings.batchSize() % whole;
        int test = Math.min(TEST_BATCH, data.test().count());
        new Rehearsal(data.train(), Math.max(whole, test))
                .run(newNetwork(batchNormalized), rest < 2 ? List.of(whole) : List.of(whole, rest), test);
    }

    /** The share of the images that the network recognizes. */
    private static double accuracy(Mlp network, LabelledImages images) {
        float[] pixels = new float[TEST_BATCH * images.imageSize()];
        int[] labels = new int[TEST_BATCH];
        long correct = 0;
        for (int from = 0; from < images.count(); from += TEST_BATCH) {
            int rows = Math.min(TEST_BATCH, images.count() - from);
            for (int row = 0; row < rows; row++) {
                Batches.toFloats(images, from + row, pixels, row);
                labels[row] = Byte.toUnsignedInt(images.labels()[from + row]);
            }
            correct += network.countCorrect(pixels, labels, rows);
        }
        return (double) correct / images.count();
    }
}
