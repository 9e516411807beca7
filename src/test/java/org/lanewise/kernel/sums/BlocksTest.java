package org.lanewise.kernel.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.Tag;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.Moments;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Sums in float: what must be exact, what must not overflow or spread, and how large the error gets where it is
 * largest.
 */
@Tag("every-width")
class BlocksTest {
    private static final int CHANNELS = 48;
    private static final int LENGTH = 5003;

    /** Elements of a channel, by their place in it. */
    private interface Element {
        double at(int channel, int i);
    }

    private static Moments[] moments(Layout layout, Element element) {
        return moments(layout, CHANNELS, element);
    }

    private static Moments[] moments(Layout layout, int channels, Element element) {
        try (Arena arena = Arena.ofConfined()) {
            Shape shape = Shape.of(1, channels, LENGTH);
            assertTrue(Blocks.areIn(Grid.forReduction(shape, layout), 0));
            Tensor x = Tensor.allocate(arena, shape, layout, ElementType.BFLOAT16);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < LENGTH; i++) {
                    x.set((float) element.at(c, i), 0, c, i);
                }
            }
            ChannelMoments moments = new ChannelMoments(channels);
            moments.add(x);
            Moments[] all = new Moments[channels];
            for (int c = 0; c < channels; c++) {
                all[c] = moments.get(c);
            }
            return all;
        }
    }

    @Example
    void constantChannelsAreExact() {
        double[] values = {0, -0x1.fep127, 0x1.0p-133};
        for (Layout layout : Layout.values()) {
            Moments[] moments = moments(layout, (c, i) -> values[c % values.length]);
            for (int c = 0; c < CHANNELS; c++) {
                assertEquals(values[c % values.length], moments[c].mean());
                assertEquals(0, moments[c].variance());
            }
        }
    }

    /**
     * Numbers whose squares no float holds, and what is no number, are summed in double: in their channel, and there
     * alone.
     */
    @Example
    void whatOverflowsIsSummedInDoubleAndChangesNoOtherChannel() {
        Random random = new Random(1);
        double[] noise = random.doubles(LENGTH).map(u -> Math.rint(64 * u) / 64).toArray();
        for (Layout layout : Layout.values()) {
            Moments[] plain = moments(layout, (c, i) -> noise[i]);
            Moments[] huge = moments(layout, (c, i) -> c == 1 ? 0x1p120 * noise[i] : noise[i]);
            Moments[] spoiled = moments(layout, (c, i) -> c == 1 && i == 2000 ? Double.NaN : noise[i]);
            assertEquals(plain[1].variance() * 0x1p240, huge[1].variance(), 1e-5 * huge[1].variance());
            assertTrue(Double.isNaN(spoiled[1].variance()));
            for (int c = 0; c < CHANNELS; c++) {
                if (c != 1) {
                    assertEquals(plain[c], huge[c]);
                    assertEquals(plain[c], spoiled[c]);
                }
            }
        }
    }

    /**
     * A first block far from all others, which the sums are then taken around: as far off as it gets, and within the
     * bound.
     */
    @Example
    void theWorstOrderStaysWithinTheBound() {
        double[] noise =
                new Random(2).doubles(LENGTH).map(u -> Math.rint(100 * u) / 128).toArray();
        assertClose((c, i) -> i < Blocks.SIZE ? 200 : noise[i], Layout.CHANNELS_FIRST, CHANNELS, 1.4e-4);
        // So many channels that a line is one row; the bound is (1 + n/m) = 3 times that of one block.
        int channels = 200;
        Rows grid = (Rows) Grid.forReduction(Shape.of(1, channels, LENGTH), Layout.CHANNELS_LAST);
        assertEquals(2 * Blocks.LINES, grid.height(0));
        Set<Integer> far = new HashSet<>();
        for (int step = 0; step < Blocks.LINES; step++) {
            far.add((int) (Blocks.first(grid, 0, step) / grid.stride()));
        }
        assertClose(
                (c, i) -> far.contains(i) ? 200 : noise[i],
                Layout.CHANNELS_LAST,
                channels,
                3 * 3 * (Blocks.LINES + 2) * 0x1p-24);
    }

    /** A first element far from all others, in lines of many columns of one channel. */
    @Example
    void anOutlierAtTheBeginningCostsNoDigits() {
        double[] noise =
                new Random(3).doubles(LENGTH).map(u -> Math.rint(100 * u) / 128).toArray();
        for (Layout layout : Layout.values()) {
            assertClose((c, i) -> i == 0 ? 200 : noise[i], layout, CHANNELS, 1e-6);
        }
    }

    private static void assertClose(Element element, Layout layout, int channels, double bound) {
        Moments moments = moments(layout, channels, element)[0];
        double mean = 0;
        for (int i = 0; i < LENGTH; i++) {
            mean += element.at(0, i) / LENGTH;
        }
        double variance = 0;
        for (int i = 0; i < LENGTH; i++) {
            double d = element.at(0, i) - mean;
            variance += d * d / LENGTH;
        }
        assertEquals(mean, moments.mean(), 2e-5 * Math.sqrt(variance));
        assertEquals(variance, moments.variance(), bound * variance);
    }
}
