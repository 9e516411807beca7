import java.util.Locale;
import java.util.Random;
import org.lanewise.Activation;
import org.lanewise.Backward;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.Gradients;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Trains a network to tell two spirals apart: linear map, batch normalization with ReLU, linear map. */
public class Train {
    private static final int BATCH = 128;
    private static final int HIDDEN = 64;
    private static final float LEARNING_RATE = 0.2f;

    private final Random random = new Random(1);
    private final Matrix first = random(2, HIDDEN, 1);
    private final Matrix second = random(HIDDEN, 1, 0.1);
    // The layer has a shift of its own, beta, so the map before it needs no bias.
    private final BatchNorm1d layer =
            new BatchNorm1d(HIDDEN, BatchNormOptions.defaults().activation(Activation.relu()));
    private final BatchStatistics statistics = new BatchStatistics(HIDDEN);
    private final Gradients gradients = new Gradients(HIDDEN);

    public static void main(String[] args) {
        Train network = new Train();
        for (int step = 0; step <= 1000; step++) {
            double loss = network.train(network.spirals(BATCH));
            if (step % 200 == 0) {
                System.out.printf(Locale.ROOT, "step %4d: loss %.3f%n", step, loss);
            }
        }

        // Inference normalizes with the running statistics: the answer for a point no longer depends on its batch.
        Matrix points = network.spirals(1000);
        Matrix scores = network.infer(points);
        int right = 0;
        for (int n = 0; n < points.rows; n++) {
            right += scores.values[n] * side(n) > 0 ? 1 : 0;
        }
        System.out.println("right: " + right + " of " + points.rows + " new points");
        Matrix alone = new Matrix(1, 2, new float[] {points.values[0], points.values[1]});
        System.out.println("same bits for a point alone: " + (network.infer(alone).values[0] == scores.values[0]));
    }

    /** One step of gradient descent; gives the mean loss before it. */
    private double train(Matrix points) {
        Matrix z = points.times(first);
        Matrix hidden = new Matrix(BATCH, HIDDEN);
        layer.train(Forward.of(z.tensor(), hidden.tensor()), statistics);
        Matrix scores = hidden.times(second);

        // log(1 + exp(-score·side)) and its gradient. StrictMath, as the layer, gives the same bits on every machine.
        double loss = 0;
        Matrix dscores = new Matrix(BATCH, 1);
        for (int n = 0; n < BATCH; n++) {
            double odds = StrictMath.exp(-scores.values[n] * side(n));
            loss += StrictMath.log1p(odds) / BATCH;
            dscores.values[n] = (float) (-side(n) * odds / (1 + odds) / BATCH);
        }

        Matrix dhidden = dscores.times(second.transposed());
        Matrix dz = new Matrix(BATCH, HIDDEN);
        layer.backward(Backward.of(z.tensor(), dhidden.tensor(), dz.tensor()), statistics, gradients);
        descend(second.values, hidden.transposed().times(dscores).values);
        descend(first.values, points.transposed().times(dz).values);
        descend(layer.gamma(), gradients.dgamma()); // the layer's own arrays, not copies
        descend(layer.beta(), gradients.dbeta());
        return loss;
    }

    private Matrix infer(Matrix points) {
        Matrix hidden = points.times(first);
        layer.infer(hidden.tensor(), hidden.tensor()); // in place
        return hidden.times(second);
    }

    private static void descend(float[] parameters, float[] gradient) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= LEARNING_RATE * gradient[i];
        }
    }

    /** Noisy points, one in each row: of even rows on one spiral, of odd rows on the other. */
    private Matrix spirals(int rows) {
        Matrix points = random(rows, 2, 0.03);
        for (int n = 0; n < rows; n++) {
            double radius = 0.1 + random.nextDouble();
            double angle = 5 * radius + Math.PI * n;
            points.values[2 * n] += (float) (radius * StrictMath.cos(angle));
            points.values[2 * n + 1] += (float) (radius * StrictMath.sin(angle));
        }
        return points;
    }

    private static int side(int row) {
        return row % 2 == 0 ? 1 : -1;
    }

    private Matrix random(int rows, int columns, double deviation) {
        Matrix matrix = new Matrix(rows, columns);
        for (int i = 0; i < matrix.values.length; i++) {
            matrix.values[i] = (float) (deviation * random.nextGaussian());
        }
        return matrix;
    }

    private record Matrix(int rows, int columns, float[] values) {
        Matrix(int rows, int columns) {
            this(rows, columns, new float[rows * columns]);
        }

        /** A view for Lanewise, which copies heap memory to native memory and back. The example "serve" saves that. */
        Tensor tensor() {
            return Tensor.of(values, Shape.of(rows, columns), Layout.CHANNELS_FIRST);
        }

        Matrix times(Matrix other) {
            Matrix product = new Matrix(rows, other.columns);
            for (int i = 0; i < rows; i++) {
                for (int k = 0; k < columns; k++) {
                    for (int j = 0; j < other.columns; j++) {
                        product.values[i * other.columns + j] +=
                                values[i * columns + k] * other.values[k * other.columns + j];
                    }
                }
            }
            return product;
        }

        Matrix transposed() {
            Matrix other = new Matrix(columns, rows);
            for (int i = 0; i < values.length; i++) {
                other.values[i % columns * rows + i / columns] = values[i];
            }
            return other;
        }
    }
}
