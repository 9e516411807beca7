package demo;

import java.lang.foreign.Arena;
import java.util.Locale;
import org.lanewise.BatchNorm2d;
import org.lanewise.BatchStatistics;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.ProviderInfo;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** What bin/test-consumers builds and runs in each way: trains a step, serves a snapshot, prints numbers. */
public class Demo {
    public static void main(String[] args) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Tensor.allocate(arena, Shape.of(4, 3, 9, 9), Layout.CHANNELS_FIRST);
            float[] values = new float[Math.toIntExact(x.shape().elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i * 37 % 101) / 10f;
            }
            x.copyFrom(values);
            Tensor y = Tensor.allocate(arena, x.shape(), x.layout());
            BatchNorm2d layer = new BatchNorm2d(3);
            BatchStatistics statistics = new BatchStatistics(3);
            layer.train(x, y, statistics);
            FrozenBatchNorm snapshot = layer.freeze();
            snapshot.apply(x, y);
            System.out.printf(
                    Locale.ROOT,
                    "mean %.6f, variance %.6f, y %.6f%n",
                    statistics.mean(1),
                    statistics.variance(1),
                    y.get(3, 2, 8, 8));
        }
        System.out.println("kernels: " + ProviderInfo.current().name());
    }
}
