package org.lanewise.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Cases;
import org.lanewise.testing.Cases.Case;
import org.lanewise.testing.Data;
import org.lanewise.testing.SeededProperty;
import org.lanewise.testing.Textbook;

class ChannelMomentsTest {
    /** The bound that the Javadoc states, and what the textbook's own sums in double may lose. */
    private static final double VARIANCE = 2.5e-8;

    private static void assertMoments(Textbook.Batch expected, ChannelMoments actual) {
        double[] mean = Textbook.mean(expected);
        double[] variance = Textbook.variance(expected, mean);
        assertEquals(expected.perChannel(), actual.count());
        for (int c = 0; c < mean.length; c++) {
            double sigma = Math.sqrt(variance[c]);
            // A sum of n terms of size |mean| + sigma in double.
            double slack = expected.perChannel() * 4 * Math.ulp(Math.abs(mean[c]) + sigma);
            assertEquals(mean[c], actual.mean(c), slack, "mean of channel " + c);
            assertEquals(
                    variance[c],
                    actual.variance(c),
                    VARIANCE * variance[c] + slack * slack,
                    "variance of channel " + c);
            assertTrue(!(actual.variance(c) < 0), "negative variance in channel " + c);
        }
    }

    @SeededProperty
    @Domain(Cases.class)
    void aTensorsMomentsAreTheTextbooks(@ForAll Case given) {
        Assume.that(given.data() != Data.SPECIAL && given.shape().elements() > 0);
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = given.data().fill(Tensor.allocate(arena, given.shape(), given.layout()), given.seed());
            ChannelMoments moments = new ChannelMoments(given.shape().channels());
            moments.add(x);
            assertMoments(Textbook.Batch.of(x), moments);
        }
    }

    @SeededProperty
    @Domain(Cases.class)
    void twoTensorsMergeToTheMomentsOfBoth(@ForAll Case given) {
        Assume.that(given.data() != Data.SPECIAL && given.shape().elements() > 0);
        int channels = given.shape().channels();
        Tensor a = given.data().fill(heap(given.shape(), given.layout()), given.seed());
        Tensor b = given.data().fill(heap(Shape.of(5, channels, 7), Layout.CHANNELS_LAST), given.seed() + 1);
        ChannelMoments added = new ChannelMoments(channels);
        added.add(a);
        added.add(b);
        ChannelMoments first = new ChannelMoments(channels);
        first.add(a);
        ChannelMoments second = new ChannelMoments(channels);
        second.add(b);
        first.merge(second);
        for (int c = 0; c < channels; c++) {
            assertEquals(added.get(c), first.get(c));
            double[] all = new double[Math.toIntExact(added.count())];
            int count = copyChannel(Textbook.Batch.of(a), c, all, 0);
            copyChannel(Textbook.Batch.of(b), c, all, count);
            Textbook.Batch both = new Textbook.Batch(all.length, 1, 1, all);
            double mean = Textbook.mean(both)[0];
            double variance = Textbook.variance(both, new double[] {mean})[0];
            double slack = all.length * 4 * Math.ulp(Math.abs(mean) + Math.sqrt(variance));
            assertEquals(mean, added.mean(c), slack);
            assertEquals(variance, added.variance(c), VARIANCE * variance + slack * slack);
        }
    }

    private static int copyChannel(Textbook.Batch batch, int channel, double[] to, int at) {
        for (int i = 0; i < batch.elements().length; i++) {
            if (batch.channel(i) == channel) {
                to[at++] = batch.elements()[i];
            }
        }
        return at;
    }

    private static Tensor heap(Shape shape, Layout layout) {
        return Tensor.of(new float[Math.toIntExact(shape.elements())], shape, layout);
    }

    @Example
    void aPoolGivesTheSameBits() {
        Shape shape = Shape.of(7, 5, 200, 31);
        try (Arena arena = Arena.ofShared();
                ForkJoinPool pool = new ForkJoinPool(3)) {
            for (Layout layout : Layout.values()) {
                Tensor x = Data.FAR.fill(Tensor.allocate(arena, shape, layout), 1);
                ChannelMoments serial = new ChannelMoments(5);
                serial.add(x);
                ChannelMoments parallel = new ChannelMoments(5, pool);
                parallel.add(x);
                for (int c = 0; c < 5; c++) {
                    assertEquals(serial.get(c), parallel.get(c));
                }
            }
        }
    }

    @Example
    void aConstantChannelIsExact() {
        for (Layout layout : Layout.values()) {
            Tensor x = heap(Shape.of(9, 3, 1001), layout);
            float[] constants = {0.1f, -1e30f, 3e-42f};
            for (int n = 0; n < 9; n++) {
                for (int c = 0; c < 3; c++) {
                    for (int l = 0; l < 1001; l++) {
                        x.set(constants[c], n, c, l);
                    }
                }
            }
            ChannelMoments moments = new ChannelMoments(3);
            moments.add(x);
            moments.add(x);
            for (int c = 0; c < 3; c++) {
                assertEquals(new Moments(2 * 9 * 1001, constants[c], 0), moments.get(c));
            }
        }
    }

    /**
     * Sorted data whose sigma is one float step: merged means that are rounded themselves lose 8e-8 of the variance
     * here.
     */
    @Example
    void manyPartsDoNotAddUpRoundingsOfTheMean() {
        int length = 1 << 23;
        float low = 1.1f;
        float high = Math.nextUp(low);
        for (Layout layout : Layout.values()) {
            float[] sorted = new float[length];
            Arrays.fill(sorted, 0, length / 2, low);
            Arrays.fill(sorted, length / 2, length, high);
            ChannelMoments moments = new ChannelMoments(1);
            moments.add(Tensor.of(sorted, Shape.of(1, 1, length), layout));
            double half = ((double) high - low) / 2;
            assertEquals(low + half, moments.mean(0));
            assertEquals(half * half, moments.variance(0), 1e-11 * half * half);
        }
    }

    @Example
    void aSpecialValueStaysInItsChannel() {
        for (Layout layout : Layout.values()) {
            for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int at : new int[] {0, 1, 500, 1000}) {
                    Tensor x = Data.ORDINARY.fill(heap(Shape.of(3, 4, 1001), layout), 5);
                    ChannelMoments clean = new ChannelMoments(4);
                    clean.add(x);
                    x.set(special, 2, 1, at);
                    ChannelMoments moments = new ChannelMoments(4);
                    moments.add(x);
                    for (int c = 0; c < 4; c++) {
                        if (c == 1) {
                            assertTrue(!Double.isFinite(moments.mean(c)) && Double.isNaN(moments.variance(c)));
                        } else {
                            assertEquals(clean.get(c), moments.get(c));
                        }
                    }
                }
            }
        }
    }

    @Example
    void emptyAndCleared() {
        ChannelMoments moments = new ChannelMoments(2);
        moments.add(heap(Shape.of(0, 2, 5), Layout.CHANNELS_FIRST));
        moments.merge(new ChannelMoments(2));
        assertEquals(0, moments.count());
        assertEquals(Moments.EMPTY, moments.get(1));
        moments.add(Data.ORDINARY.fill(heap(Shape.of(4, 2, 5), Layout.CHANNELS_FIRST), 1));
        assertEquals(20, moments.count());
        moments.clear();
        assertEquals(Moments.EMPTY, moments.get(0));
    }

    @Example
    void anUnbiasedVarianceTakesTwoElements() {
        ChannelMoments moments = new ChannelMoments(1);
        assertTrue(Double.isNaN(moments.unbiasedVariance(0)));
        moments.add(Tensor.of(new float[] {1}, Shape.of(1, 1), Layout.CHANNELS_FIRST));
        assertTrue(Double.isNaN(moments.unbiasedVariance(0)));
        moments.add(Tensor.of(new float[] {3}, Shape.of(1, 1), Layout.CHANNELS_FIRST));
        assertEquals(2, moments.unbiasedVariance(0));
    }

    @Example
    void refusesMemoryThatItMayNotRead() throws InterruptedException {
        Shape shape = Shape.of(4, 2);
        ChannelMoments moments = new ChannelMoments(2);
        Arena closed = Arena.ofConfined();
        Tensor gone = Tensor.allocate(closed, shape, Layout.CHANNELS_FIRST);
        closed.close();
        String message = assertThrows(IllegalStateException.class, () -> moments.add(gone))
                .getMessage();
        assertEquals("x: its arena is closed, must be open during the call", message);
        AtomicReference<Tensor> foreign = new AtomicReference<>();
        Thread.ofPlatform()
                .start(() -> foreign.set(Tensor.allocate(Arena.ofConfined(), shape, Layout.CHANNELS_FIRST)))
                .join();
        assertThrows(IllegalArgumentException.class, () -> moments.add(foreign.get()));
        assertEquals(0, moments.count());
    }

    @Example
    void refusesOtherChannels() {
        ChannelMoments moments = new ChannelMoments(2);
        String add = assertThrows(
                        IllegalArgumentException.class, () -> moments.add(heap(Shape.of(4, 3), Layout.CHANNELS_FIRST)))
                .getMessage();
        assertEquals("x: 3 channels, must be 2", add);
        assertThrows(IllegalArgumentException.class, () -> moments.merge(new ChannelMoments(1)));
        assertThrows(IllegalArgumentException.class, () -> new ChannelMoments(0));
    }

    @Example
    void takesMomentsThatAreKnownAndRefusesOthers() {
        ChannelMoments moments = new ChannelMoments(2);
        moments.merge(3, new double[] {1, 2}, new double[] {6, 0});
        assertEquals(new Moments(3, 1, 6), moments.get(0));
        for (Runnable wrong : List.<Runnable>of(
                () -> moments.merge(-1, new double[2], new double[2]),
                () -> moments.merge(1, new double[3], new double[2]),
                () -> moments.merge(1, new double[2], new double[1]),
                () -> moments.merge(1, new double[2], new double[] {1, -1}),
                () -> moments.merge(new ChannelMoments(3)))) {
            assertThrows(IllegalArgumentException.class, wrong::run);
        }
        assertThrows(ArithmeticException.class, () -> moments.merge(Long.MAX_VALUE, new double[2], new double[2]));
        assertEquals(new Moments(3, 1, 6), moments.get(0));
        moments.merge(0, new double[2], new double[2]);
        assertEquals(new Moments(3, 2, 0), moments.get(1));
    }
}
