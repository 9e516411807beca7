package org.lanewise.stress;

import java.util.Arrays;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Model k has k for each mean, standard deviation and gamma, and 10k for each beta: each number, and each y, tells the
 * model.
 */
final class Models {
    static final int CHANNELS = 2;

    /** The population is the last batch, and eps changes no variance. */
    private static final BatchNormOptions OPTIONS = BatchNormOptions.defaults()
            .eps(1e-30)
            .population(PopulationEstimate.momentum(1).biased());

    private Models() {}

    /** A snapshot of model k. */
    static FrozenBatchNorm frozen(int k) {
        return FrozenBatchNorm.of(
                new double[] {k, k},
                new double[] {k * k, k * k},
                new float[] {k, k},
                new float[] {10 * k, 10 * k},
                OPTIONS);
    }

    /**
     * Which model each of the four kinds of number is of; -1 where the channels differ. All as before if there is no
     * snapshot.
     */
    static void read(FrozenBatchNorm snapshot, IIII_Result models) {
        if (snapshot != null) {
            models.r1 = common(snapshot.mean(0), snapshot.mean(1));
            models.r2 = common(Math.sqrt(snapshot.variance(0)), Math.sqrt(snapshot.variance(1)));
            models.r3 = common(snapshot.gamma(0), snapshot.gamma(1));
            models.r4 = common(snapshot.beta(0) / 10, snapshot.beta(1) / 10);
        }
    }

    private static int common(double first, double second) {
        return first == second ? (int) first : -1;
    }

    /** Which model a snapshot normalizes with, in place in x; -1 where elements differ. */
    static int apply(FrozenBatchNorm snapshot, Tensor x) {
        long samples = x.shape().samples();
        for (int n = 0; n < samples; n++) {
            for (int c = 0; c < CHANNELS; c++) {
                x.set(5, n, c);
            }
        }
        snapshot.apply(x, x);
        double y = x.get(0, 0);
        for (int n = 0; n < samples; n++) {
            for (int c = 0; c < CHANNELS; c++) {
                if (x.get(n, c) != y) {
                    return -1;
                }
            }
        }
        // k·(5 - k)/k + 10k
        return (int) (y - 5) % 9 == 0 ? (int) (y - 5) / 9 : -1;
    }

    /** A layer that becomes one model after the other. For one thread, but for what is published. */
    static final class Trainee {
        final BatchNorm1d layer = new BatchNorm1d(CHANNELS, OPTIONS);
        private final Tensor x = Tensor.of(new float[2 * CHANNELS], Shape.of(2, CHANNELS), Layout.CHANNELS_FIRST);
        private int last = 2;

        /** Becomes model 1 or 2 by turns, is frozen, and learns on. */
        void step() {
            last = 3 - last;
            become(last);
            layer.freeze();
            become(3);
        }

        private void become(int k) {
            layer.train(x.copyFrom(0f, 0f, 2 * k, 2 * k), x);
            Arrays.fill(layer.gamma(), k);
            Arrays.fill(layer.beta(), 10 * k);
        }
    }
}
