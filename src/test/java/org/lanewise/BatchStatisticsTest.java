package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

class BatchStatisticsTest {
    @Test
    void tellWhatTheyAre() {
        Shape shape = Shape.of(2, 1);
        Tensor x = Tensor.of(new float[] {1, 3}, shape, Layout.CHANNELS_FIRST);
        Tensor y = Tensor.of(new float[2], shape, Layout.CHANNELS_FIRST);
        BatchNorm1d layer =
                new BatchNorm1d(1, BatchNormOptions.defaults().population(PopulationEstimate.mergedMoments()));
        BatchStatistics statistics = new BatchStatistics(1);
        layer.train(x, y, statistics);
        assertEquals("BatchStatistics[mean [2.0], variance [1.0]]", statistics.toString());
        layer.infer(Forward.of(x, y), statistics);
        assertEquals("BatchStatistics[frozen, mean [2.0], variance [1.0]]", statistics.toString());
    }
}
