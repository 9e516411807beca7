import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.Random;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.fold.Certificate;
import org.lanewise.fold.Fold;
import org.lanewise.fold.Folding;
import org.lanewise.fold.LinearMap;
import org.lanewise.fold.Weights;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Folds a layer into the convolution before it, so that it takes no time in service. The certificate bounds what that
 * changes; where the result would be wrong, folding is refused.
 */
public class FoldConvolution {
    private static final int INPUTS = 2;
    private static final int OUTPUTS = 3;
    private static final int KERNEL = 3;
    private static final int SIZE = 10;
    private static final LinearMap CONVOLUTION = LinearMap.convolution(OUTPUTS, INPUTS, KERNEL, KERNEL);

    public static void main(String[] args) {
        Random random = new Random(1);
        double[] picture = random.doubles(INPUTS * SIZE * SIZE, -1, 1).toArray();
        float[] values = new float[OUTPUTS * INPUTS * KERNEL * KERNEL];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Weights weights = Weights.of(CONVOLUTION, values, new float[] {0.5f, -1, 0});
        FrozenBatchNorm layer = layer(2);

        Fold fold = Fold.to(ElementType.FLOAT16, 1).tolerance(0.01); // for inputs from -1 to 1
        Folding.Folded folded = fold.before(weights, layer).orElseThrow();
        Certificate certificate = folded.certificate();
        System.out.println("folded: " + certificate);

        double[] two = normalize(layer, convolve(weights, picture));
        double[] one = convolve(folded.weights(), picture);
        int area = one.length / OUTPUTS;
        for (int o = 0; o < OUTPUTS; o++) {
            double largest = 0;
            for (int i = o * area; i < (o + 1) * area; i++) {
                largest = Math.max(largest, Math.abs(one[i] - two[i]));
            }
            System.out.printf(
                    Locale.ROOT,
                    "output %d differs by %.1e, within the bound: %b%n",
                    o,
                    largest,
                    largest <= certificate.error(o));
        }

        // A channel that hardly varies is amplified a lot: too much for float16.
        refuse("tiny variance", fold.before(weights, layer(1e-12)));
        // A layer before a convolution shifts the picture, but not the zeros around it.
        FrozenBatchNorm before =
                FrozenBatchNorm.of(new double[] {1, 2}, new double[] {1, 1}, null, null, BatchNormOptions.defaults());
        refuse("zero padding", fold.after(before, weights));
        Weights unpadded = Weights.of(CONVOLUTION.withoutZeroPadding(), values, null);
        System.out.println(
                "without padding: " + fold.after(before, unpadded).getClass().getSimpleName());
    }

    private static FrozenBatchNorm layer(double variance) {
        return FrozenBatchNorm.of(
                new double[] {0.5, -1, 3},
                new double[] {4, variance, 0.5},
                new float[] {1, 0.8f, 1.5f},
                new float[] {0, 0.2f, -0.3f},
                BatchNormOptions.defaults().eps(1e-12));
    }

    private static void refuse(String what, Folding folding) {
        switch (folding) {
            case Folding.Folded _ -> throw new IllegalStateException(what + " was folded");
            case Folding.Refused refused -> System.out.println(what + " is refused, " + refused);
        }
    }

    private static double[] normalize(FrozenBatchNorm layer, double[] values) {
        try (Arena arena = Arena.ofConfined()) {
            int size = SIZE - KERNEL + 1;
            Shape shape = Shape.of(1, OUTPUTS, size, size);
            Tensor tensor = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, ElementType.FLOAT64);
            tensor.copyFrom(values);
            layer.apply(tensor, tensor);
            return tensor.toDoubleArray();
        }
    }

    /** A convolution without padding, as a textbook has it. */
    private static double[] convolve(Weights weights, double[] picture) {
        int size = SIZE - KERNEL + 1;
        double[] result = new double[OUTPUTS * size * size];
        for (int i = 0; i < result.length; i++) {
            int o = i / (size * size);
            int row = i / size % size;
            int column = i % size;
            result[i] = weights.bias()[o];
            for (int k = 0; k < INPUTS * KERNEL * KERNEL; k++) {
                int plane = k / (KERNEL * KERNEL);
                int y = row + k / KERNEL % KERNEL;
                int x = column + k % KERNEL;
                result[i] +=
                        weights.values()[o * INPUTS * KERNEL * KERNEL + k] * picture[(plane * SIZE + y) * SIZE + x];
            }
        }
        return result;
    }
}
