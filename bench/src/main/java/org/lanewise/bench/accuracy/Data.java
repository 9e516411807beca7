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
 * @param channel fills one channel
 */
record Data(String name, Shape shape, Layout layout, int sampled, Filler channel) {
    private static final Shape USUAL = Shape.of(8, 4, 14, 14);

    /** Fills a channel with its elements, in order of N, H, W. */
    @FunctionalInterface
    interface Filler {
        void fill(float[] elements, Random random);
    }

    private static Data usual(String name, Filler channel) {
        return new Data(name, USUAL, Layout.CHANNELS_FIRST, USUAL.channels(), channel);
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
        Shape wide = Shape.of(2, 128, 2, 2);
        Shape large = Shape.of(64, 256, 14, 14);
        for (Layout layout : Layout.values()) {
            all.add(new Data("ordinary, few elements", wide, layout, wide.channels(), normal(0, 1)));
            all.add(new Data("ordinary, many elements", large, layout, 8, normal(0, 1)));
        }
        all.add(new Data("offset 1e4, sigma 1", USUAL, Layout.CHANNELS_LAST, USUAL.channels(), normal(1e4, 1)));
        return List.copyOf(all);
    }
}
