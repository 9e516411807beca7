import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.PaddedBatchNorm;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;

/** Normalizes three sequences of different lengths in one padded batch, as if there were no padding. */
public class PaddedBatch {
    private static final int[] LENGTHS = {100, 37, 62};
    private static final int CHANNELS = 4;
    private static final int LONGEST = 100;
    private static final float PADDING = 0;

    public static void main(String[] args) {
        try (Arena arena = Arena.ofConfined()) {
            // N, L, C in memory: the channels of a position side by side.
            Shape shape = Shape.of(LENGTHS.length, CHANNELS, LONGEST);
            Tensor padded = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST);
            int total = Arrays.stream(LENGTHS).sum();
            Tensor dense = Tensor.allocate(arena, Shape.of(1, CHANNELS, total), Layout.CHANNELS_LAST);
            fill(padded, dense);
            Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST);

            // Padding counted as data moves the mean, and shrinks or widens the variance.
            BatchStatistics wrong = new BatchStatistics(CHANNELS);
            new BatchNorm1d(CHANNELS).train(padded, y, wrong);
            print("padding counted", wrong);

            // Told which positions hold data, the layer leaves the others out. Here in place.
            ValidPositions valid = ValidPositions.lengths(shape, LENGTHS);
            BatchNorm1d layer = new BatchNorm1d(CHANNELS);
            BatchStatistics right = new BatchStatistics(CHANNELS);
            new PaddedBatchNorm(layer).train(Forward.of(padded, padded), valid, right);
            print("padding left out", right);

            // The same data without padding, one after another.
            BatchStatistics reference = new BatchStatistics(CHANNELS);
            new BatchNorm1d(CHANNELS).train(dense, dense, reference);
            print("no padding at all", reference);
            compare(padded, dense);
        }
    }

    /** Sequences around 5; each also into the dense tensor, behind the one before it. */
    private static void fill(Tensor padded, Tensor dense) {
        Random random = new Random(1);
        int position = 0;
        for (int n = 0; n < LENGTHS.length; n++) {
            for (int l = 0; l < LONGEST; l++) {
                for (int c = 0; c < CHANNELS; c++) {
                    float value = l < LENGTHS[n] ? (float) (5 + c + random.nextGaussian()) : PADDING;
                    padded.set(value, n, c, l);
                    if (l < LENGTHS[n]) {
                        dense.set(value, 0, c, position + l);
                    }
                }
            }
            position += LENGTHS[n];
        }
    }

    private static void compare(Tensor padded, Tensor dense) {
        int same = 0;
        int kept = 0;
        int position = 0;
        for (int n = 0; n < LENGTHS.length; n++) {
            for (int l = 0; l < LONGEST; l++) {
                for (int c = 0; c < CHANNELS; c++) {
                    double value = padded.get(n, c, l);
                    if (l >= LENGTHS[n]) {
                        kept += value == PADDING ? 1 : 0;
                    } else if (value == dense.get(0, c, position + l)) {
                        same++;
                    }
                }
            }
            position += LENGTHS[n];
        }
        System.out.println("outputs with the same bits: " + same + " of " + position * CHANNELS);
        System.out.println("padding as it was: " + kept + " of " + (LENGTHS.length * LONGEST - position) * CHANNELS);
    }

    private static void print(String what, BatchStatistics statistics) {
        System.out.printf(
                Locale.ROOT,
                "%-17s  channel 0: mean %.4f, variance %.4f%n",
                what,
                statistics.mean(0),
                statistics.variance(0));
    }
}
