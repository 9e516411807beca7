package org.lanewise.app.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayersTest {
    @Test
    void reluCutsOffAndItsGradientIsZeroThere() {
        ActivationLayer relu = new ActivationLayer(ActivationFunction.RELU, 3);
        float[] x = {-1, 0, 2, 3, -0f, Float.MIN_VALUE, 99};
        assertArrayEquals(new float[] {0, 0, 2, 3, 0, Float.MIN_VALUE}, Arrays.copyOf(relu.forward(x, 2), 6));
        assertArrayEquals(new float[] {0, 0, 7, 8, 0, 10}, relu.backward(new float[] {5, 6, 7, 8, 9, 10}, 2));
    }

    @Test
    void theActivationFunctionsAreThoseOfTheTextbook() {
        float[] x = {-200, -1, 0, 0.5f, 200, 7};
        for (ActivationFunction function : ActivationFunction.values()) {
            ActivationLayer layer = new ActivationLayer(function, 1);
            float[] y = Arrays.copyOf(layer.forward(x, 5), 5);
            float[] dx = layer.backward(new float[] {2, 2, 2, 2, 2, 7}, 5);
            assertEquals(7, dx[5]);
            for (int i = 0; i < 5; i++) {
                double value = switch (function) {
                    case RELU -> Math.max(x[i], 0);
                    case SIGMOID -> 1 / (1 + Math.exp(-x[i]));
                    case TANH -> Math.tanh(x[i]);
                };
                double derivative = switch (function) {
                    case RELU -> x[i] > 0 ? 1 : 0;
                    case SIGMOID -> Math.exp(-x[i]) / Math.pow(1 + Math.exp(-x[i]), 2);
                    case TANH -> 1 / Math.pow(Math.cosh(x[i]), 2);
                };
                assertEquals(value, y[i], 1e-7);
                assertEquals(2 * derivative, dx[i], 1e-6);
            }
        }
    }

    @Test
    void sgdWithMomentumFollowsItsFormula() {
        Parameter parameter = new Parameter("p", new float[] {1, -2}, new float[] {0.5f, 4});
        Sgd sgd = new Sgd(List.of(parameter), 0.5);
        sgd.step(0.25);
        // v = 0.5, 4
        assertArrayEquals(new float[] {0.875f, -3}, parameter.values());
        parameter.gradient()[0] = -1;
        sgd.step(0.5);
        // v = 0.25 - 1, 2 + 4
        assertArrayEquals(new float[] {1.25f, -6}, parameter.values());
    }

    @Test
    void sgdRefusesMomentumOutsideItsRange() {
        for (double momentum : new double[] {-0.1, 1, Double.NaN}) {
            assertEquals(
                    "momentum: " + momentum + ", must be in [0, 1)",
                    assertThrows(IllegalArgumentException.class, () -> new Sgd(List.of(), momentum))
                            .getMessage());
        }
    }

    @Test
    void normalizationTrainsWithTheBatchAndInfersWithThePopulation() {
        Normalization layer = Normalization.ofFeatures("n", 2, Optional.empty());
        float[] x = {1, 10, 3, 30, 99};
        // Feature 0: mean 2, variance 1; feature 1: mean 20, variance 100; both become -1 and 1.
        float[] y = layer.forward(x, 2);
        assertArrayEquals(new float[] {-1, -1, 1, 1}, Arrays.copyOf(y, 4), 1e-5f);
        assertEquals(99, x[4]);
        // By a tenth towards the batch's mean and unbiased variance: from 0, 1 to 0.2, 1.1 and to 2, 20.9.
        float[] inferred = layer.infer(x, 2);
        double first = (1 - 0.2) / Math.sqrt(1.1 + 1e-5);
        double second = (30 - 2) / Math.sqrt(20.9 + 1e-5);
        assertEquals(first, inferred[0], 1e-6);
        assertEquals(second, inferred[3], 1e-5);
    }

    @Test
    void normalizationInfersWithFloatsAsFilesHaveThem() {
        Normalization layer = Normalization.ofImagesWithRelu("n", 1, 1, 3, Optional.empty());
        layer.forward(new float[] {1, 2, 4}, 1);
        assertEquals(0.1f * 7 / 3, layer.population().mean(0), 1e-7);
        assertEquals((float) layer.population().mean(0), layer.population().mean(0));
        assertEquals((float) layer.population().variance(0), layer.population().variance(0));
    }

    @Test
    void aNormalizationOfImagesCutsOffWhatItNormalized() {
        Normalization layer = Normalization.ofImagesWithRelu("n", 2, 1, 2, Optional.empty());
        float[] y = layer.forward(new float[] {1, 3, 30, 10}, 1);
        assertArrayEquals(new float[] {0, 1, 1, 0}, Arrays.copyOf(y, 4), 1e-5f);
    }

    @Test
    void aSampleIsInferredTheSameWhateverItsCompany() {
        Mlp network = new Mlp(new Mlp.Sizes(6, 5, 2, 3), ActivationFunction.TANH, true, 1, Optional.empty());
        Random random = new Random(2);
        float[] x = new float[8 * 6];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        int[] labels = {0, 1, 2, 0, 1, 2, 0, 1};
        network.lossAndGradients(x, labels, 8);
        int together = network.countCorrect(x, labels, 8);
        int apart = 0;
        for (int row = 0; row < 8; row++) {
            apart += network.countCorrect(Arrays.copyOfRange(x, row * 6, row * 6 + 6), new int[] {labels[row]}, 1);
        }
        assertEquals(together, apart);
    }
}
