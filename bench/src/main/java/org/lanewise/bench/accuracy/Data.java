package org.lanewise.bench.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * The input of one row of the table.
 *
 * @param name what the table calls it
 * @param shape N, C, H, W
 * @param layout in memory
 * @param sampled the number of channels that are compared: the first ones; an exact answer for all channels of a big
 *     tensor would take minutes, and the engines treat all alike
 * @param channel fills one channel of x
 * @param gradient fills one channel of dy, after that of x
 */
record Data(String name, Shape shape, Layout layout, int sampled, Filler channel, Filler gradient) {
    private static final Shape USUAL = Shape.of(8, 4, 14, 14);
    private static final Shape FEW = Shape.of(2, 128, 2, 2);
    private static final Shape MANY = Shape.of(64, 256, 14, 14);

    /** The channels of {@link #MANY} that are compared. */
    private static final int SAMPLED = 8;

    /** Fills a channel with its elements, in order of N, H, W. */
    @FunctionalInterface
    interface Filler {
        void fill(float[] elements, Random random);
    }

    /** With gradients of the normal distribution. */
    private static Data of(String name, Shape shape, Layout layout, int sampled, Filler channel) {
        return new Data(name, shape, layout, sampled, channel, normal(0, 1));
    }

    private static Data usual(String name, Filler channel) {
        return of(name, USUAL, Layout.CHANNELS_FIRST, USUAL.channels(), channel);
    }

    /** mean + sigma·g with g of the normal distribution, rounded to float. */
    private static Filler normal(double mean, double sigma) {
        return (elements, random) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) (mean + sigma * random.nextGaussian());
            }
        };
    }

    private static void ramp(float[] elements, Random random) {
        for (int i = 0; i < elements.length; i++) {
            elements[i] = i;
        }
    }

    private static void outlier(float[] elements, Random random) {
        normal(0, 1).fill(elements, random);
        elements[random.nextInt(elements.length)] = 1e6f;
    }

    private static void constant(float[] elements, Random random) {
        Arrays.fill(elements, (float) (10 * random.nextGaussian()));
    }

    /** The smallest first: a block of such data has a mean of its own. */
    private static void sorted(float[] elements, Random random) {
        normal(0, 1).fill(elements, random);
        Arrays.sort(elements);
    }

    /** None is negative: sums grow, and nothing cancels. */
    private static void exponential(float[] elements, Random random) {
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextExponential();
        }
    }

    /** All rows of the table. */
    static List<Data> all() {
        List<Data> all = new ArrayList<>();
        for (String sigma : List.of("1", "1e-3")) {
            for (String offset : List.of("0", "1e2", "1e4", "1e6", "1e8")) {
                all.add(usual(
                        "offset " + offset + ", sigma " + sigma,
                        normal(Double.parseDouble(offset), Double.parseDouble(sigma))));
            }
        }
        all.add(usual("ramp 0, 1, 2, ...", Data::ramp));
        all.add(usual("one outlier of 1e6", Data::outlier));
        all.add(usual("constant", Data::constant));
        all.add(usual("magnitude 1e-30", normal(0, 1e-30)));
        all.add(usual("magnitude 1e30", normal(0, 1e30)));
        for (Layout layout : Layout.values()) {
            all.add(of("ordinary, few elements", FEW, layout, FEW.channels(), normal(0, 1)));
            all.add(of("ordinary, many elements", MANY, layout, SAMPLED, normal(0, 1)));
        }
        all.add(of("offset 1e4, sigma 1", USUAL, Layout.CHANNELS_LAST, USUAL.channels(), normal(1e4, 1)));
        for (Layout layout : Layout.values()) {
            all.add(new Data("x, dy sorted", USUAL, layout, USUAL.channels(), Data::sorted, Data::sorted));
            all.add(new Data("x, dy sorted, many", MANY, layout, SAMPLED, Data::sorted, Data::sorted));
            all.add(new Data(
                    "x, dy exponential", USUAL, layout, USUAL.channels(), Data::exponential, Data::exponential));
            all.add(new Data("x, dy exponential, many", MANY, layout, SAMPLED, Data::exponential, Data::exponential));
        }
        return List.copyOf(all);
    }
}
