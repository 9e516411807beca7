package org.lanewise.app.experiment;

import java.util.ArrayList;
import java.util.List;
import org.lanewise.app.data.FashionMnist;
import org.lanewise.app.nn.ActivationFunction;
import org.lanewise.app.nn.Mlp;

/**
 * Which trainings are compared: each activation function at each depth, with and without batch normalization, at each
 * learning rate, with each seed.
 *
 * @param width the features of each hidden layer, 2 to {@value #MAX_WIDTH}
 * @param steps of each training, {@value #MIN_STEPS} to {@value #MAX_STEPS}
 * @param seeds so many, from 1 on; 1 to {@value #MAX_SEEDS}
 * @param learningRates each more than 0, finite, and larger than the one before
 */
public record Plan(int width, int steps, int seeds, List<Double> learningRates) {
    /** The numbers of hidden layers. */
    public static final List<Integer> DEPTHS = List.of(2, 8);

    /** The images of a step. */
    public static final int BATCH_SIZE = 64;

    /** So many that the last tenth of them is a step. */
    public static final int MIN_STEPS = 10;

    /** Of each of them the loss is kept, for some hundred trainings. */
    public static final int MAX_STEPS = 10_000;

    /** Of the hidden layers, which are up to eight. */
    public static final int MAX_WIDTH = 2048;

    /** More would say nothing more. */
    public static final int MAX_SEEDS = 100;

    /** Steps that are measured, over all of a training. */
    private static final int MEASURED = 10;

    /**
     * A checked plan.
     *
     * @throws IllegalArgumentException if something is out of its range
     */
    public Plan {
        learningRates = List.copyOf(learningRates);
        requireRange("width", width, 2, MAX_WIDTH);
        requireRange("steps", steps, MIN_STEPS, MAX_STEPS);
        requireRange("seeds", seeds, 1, MAX_SEEDS);
        if (learningRates.isEmpty()) {
            throw new IllegalArgumentException("learning-rates: none, must be at least one");
        }
        double last = 0;
        for (double rate : learningRates) {
            if (!(rate > last && rate <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "learning-rates: " + rate + ", must be finite, more than 0 and in ascending order");
            }
            last = rate;
        }
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + ", must be " + least + " to " + most);
        }
    }

    /** The networks but for batch normalization: the depths of a function one after another. */
    public List<Architecture> architectures() {
        List<Architecture> all = new ArrayList<>();
        for (ActivationFunction function : ActivationFunction.values()) {
            for (int depth : DEPTHS) {
                all.add(new Architecture(function, depth));
            }
        }
        return all;
    }

    /** All trainings. */
    public List<Trial> trials() {
        List<Trial> all = new ArrayList<>();
        for (Architecture architecture : architectures()) {
            for (boolean batchNormalized : new boolean[] {true, false}) {
                for (double rate : learningRates) {
                    for (long seed = 1; seed <= seeds; seed++) {
                        all.add(new Trial(architecture, batchNormalized, rate, seed));
                    }
                }
            }
        }
        return all;
    }

    /** Whether a step, from 0, is one of those that are measured: the first, and others at equal distances. */
    boolean isMeasured(int step) {
        return (long) step * MEASURED / steps > (long) (step - 1) * MEASURED / steps || step == 0;
    }

    Mlp.Sizes sizes(Architecture architecture) {
        return new Mlp.Sizes(FashionMnist.PIXELS, width, architecture.depth(), FashionMnist.CLASSES);
    }
}
