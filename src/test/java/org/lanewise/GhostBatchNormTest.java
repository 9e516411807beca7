package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.function.Executable;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Bits;
import org.lanewise.testing.Cases;
import org.lanewise.testing.Cases.Case;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;
import org.lanewise.testing.SeededProperty;

/** A ghost batch is as many small ones. */
class GhostBatchNormTest {
    @SeededProperty
    @Domain(DomainContext.Global.class)
    @Domain(Cases.class)
    void groupsAreTrainedWithOneByOne(
            @ForAll Case given, @ForAll @IntRange(min = 1, max = 9) int size, @ForAll boolean adds) {
        Shape shape = given.shape();
        long rest = shape.samples() % size;
        Assume.that(shape.samples() > 0 && (rest > 0 ? rest : size) * shape.spatial() >= 2);
        BatchNormOptions options = BatchNormOptions.defaults().activation(Activation.leakyRelu(0.25));
        BatchNorm layer = Layers.random(shape, options, given.seed());
        BatchNorm expected = Layers.random(shape, options, given.seed());
        GhostBatchNorm ghost = new GhostBatchNorm(layer, size);
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = given.data().fill(Tensor.allocate(arena, shape, given.layout()), given.seed());
            Tensor r = Data.ORDINARY.fill(Tensor.allocate(arena, shape, given.layout()), given.seed() + 2);
            Tensor dy = Data.ORDINARY.fill(Tensor.allocate(arena, shape, given.layout()), given.seed() + 1);
            Tensor[] out = new Tensor[6];
            for (int i = 0; i < out.length; i++) {
                out[i] = Tensor.allocate(arena, shape, given.layout());
            }
            GhostStatistics statistics = new GhostStatistics(shape.channels());
            Gradients gradients = new Gradients(shape.channels());
            if (adds) {
                ghost.train(Forward.of(x, out[0]).residual(r), statistics);
                ghost.backward(Backward.of(x, dy, out[1]).residual(out[2]), statistics, gradients);
            } else {
                ghost.train(Forward.of(x, out[0]), statistics);
                ghost.backward(Backward.of(x, dy, out[1]), statistics, gradients);
            }

            double[] dgamma = new double[shape.channels()];
            double[] dbeta = new double[shape.channels()];
            double[] magnitude = new double[shape.channels()];
            Gradients ofGroup = new Gradients(shape.channels());
            BatchStatistics one = new BatchStatistics(shape.channels());
            int groups = 0;
            for (long from = 0; from < shape.samples(); from += size) {
                long to = Math.min(shape.samples(), from + size);
                Tensor part = x.samples(from, to);
                assertEquals(to - from, part.shape().samples());
                if (adds) {
                    expected.train(Forward.of(part, out[3].samples(from, to)).residual(r.samples(from, to)), one);
                    expected.backward(
                            Backward.of(part, dy.samples(from, to), out[4].samples(from, to))
                                    .residual(out[5].samples(from, to)),
                            one,
                            ofGroup);
                } else {
                    expected.train(part, out[3].samples(from, to), one);
                    expected.backward(part, dy.samples(from, to), out[4].samples(from, to), one, ofGroup);
                }
                assertEquals(one.toString(), statistics.group(groups).toString());
                for (int c = 0; c < dgamma.length; c++) {
                    dgamma[c] += ofGroup.dgamma()[c];
                    dbeta[c] += ofGroup.dbeta()[c];
                    magnitude[c] += Math.abs(ofGroup.dgamma()[c]) + Math.abs(ofGroup.dbeta()[c]);
                }
                groups++;
            }
            assertEquals(groups, statistics.groups());
            for (int i = 0; i < 3; i++) {
                Bits.assertSame(new String[] {"y", "dx", "dresidual"}[i], out[3 + i], out[i]);
            }
            for (int c = 0; c < dgamma.length; c++) {
                assertEquals(
                        expected.population().orElseThrow().mean(c),
                        layer.population().orElseThrow().mean(c));
                assertEquals(
                        expected.population().orElseThrow().variance(c),
                        layer.population().orElseThrow().variance(c));
                assertClose(dgamma[c], gradients.dgamma()[c], magnitude[c]);
                assertClose(dbeta[c], gradients.dbeta()[c], magnitude[c]);
            }
        }
    }

    /** The groups' gradients were rounded here, before they were added. */
    private static void assertClose(double expected, float actual, double magnitude) {
        if (Math.abs(magnitude) <= Float.MAX_VALUE) {
            assertEquals(expected, actual, 0x1p-23 * magnitude);
        } else {
            assertEquals(Double.isFinite(expected), Float.isFinite(actual), expected + ", " + actual);
        }
    }

    @Example
    void errorsComeBeforeTheFirstGroup() {
        BatchNorm1d layer = new BatchNorm1d(3);
        GhostBatchNorm ghost = new GhostBatchNorm(layer, 4);
        GhostStatistics statistics = new GhostStatistics(3);
        Tensor nine = Layers.heap(Shape.of(9, 3), Layout.CHANNELS_FIRST);
        Tensor eight = Layers.heap(Shape.of(8, 3), Layout.CHANNELS_FIRST);
        Gradients gradients = new Gradients(3);
        assertRefused(
                "statistics: empty, must have been filled by a forward pass",
                () -> ghost.backward(Backward.of(eight, eight, eight), statistics, gradients));
        assertRefused(
                "x: 1 elements per channel in the smallest group of 9x3, 1 samples, must be at least 2 to train",
                () -> ghost.train(Forward.of(nine, nine), statistics));
        Tensor none = Layers.heap(Shape.of(0, 3), Layout.CHANNELS_FIRST);
        assertRefused(
                "x: 0 elements per channel in the smallest group of 0x3, 0 samples, must be at least 2 to train",
                () -> ghost.train(Forward.of(none, none), statistics));
        assertEquals(0, layer.population().orElseThrow().batches());
        ghost.train(Forward.of(eight, eight), statistics);
        assertEquals(2, layer.population().orElseThrow().batches());
        assertRefused(
                "x: 9x3 in groups of 4 samples, must be 8x3 in groups of 4 as in the forward pass that filled the "
                        + "statistics",
                () -> ghost.backward(Backward.of(nine, nine, nine), statistics, gradients));
        assertRefused(
                "x: 8x3 in groups of 2 samples, must be 8x3 in groups of 4 as in the forward pass that filled the "
                        + "statistics",
                () -> new GhostBatchNorm(layer, 2).backward(Backward.of(eight, eight, eight), statistics, gradients));
        assertRefused(
                "statistics: 4 channels, must be 3 as the layer's",
                () -> ghost.train(Forward.of(eight, eight), new GhostStatistics(4)));
        assertRefused("samplesPerGroup: 0, must be at least 1", () -> new GhostBatchNorm(layer, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> statistics.group(2));
        assertThrows(IndexOutOfBoundsException.class, () -> statistics.group(-1));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
