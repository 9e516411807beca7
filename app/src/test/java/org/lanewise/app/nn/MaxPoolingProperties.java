package org.lanewise.app.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MaxPoolingProperties {
    /** Of few values, so that there are many ties. */
    @Property(seed = "61", tries = 100)
    void givesTheLargestAndItsGradientGoesToTheFirstOfThem(
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 3) int channels,
            @ForAll @IntRange(min = 1, max = 4) int halfHeight,
            @ForAll @IntRange(min = 1, max = 4) int halfWidth,
            @ForAll long seed) {
        int height = 2 * halfHeight;
        int width = 2 * halfWidth;
        Random random = new Random(seed);
        float[] x = new float[rows * channels * height * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(-1, 3);
        }
        MaxPooling layer = new MaxPooling(channels, height, width);
        // A larger batch before leaves its traces in the arrays.
        layer.backward(layer.forward(new float[2 * x.length], 2 * rows).clone(), 2 * rows);
        float[] y = layer.forward(x, rows).clone();
        float[] dy = new float[x.length / 4];
        for (int i = 0; i < dy.length; i++) {
            dy[i] = i + 1;
        }
        float[] dx = layer.backward(dy.clone(), rows);
        float[] expected = new float[x.length];
        for (int i = 0; i < dy.length; i++) {
            int plane = i / (halfHeight * halfWidth);
            int line = 2 * (i / halfWidth % halfHeight);
            int column = 2 * (i % halfWidth);
            int winner = -1;
            for (int p = 0; p < 4; p++) {
                int at = (plane * height + line + p / 2) * width + column + p % 2;
                winner = winner < 0 || x[at] > x[winner] ? at : winner;
            }
            assertEquals(x[winner], y[i]);
            expected[winner] = dy[i];
        }
        assertArrayEquals(expected, Arrays.copyOf(dx, x.length));
    }

    @Example
    void aNaNIsNotLost() {
        MaxPooling layer = new MaxPooling(1, 2, 2);
        for (int i = 0; i < 4; i++) {
            float[] x = {1, 2, 3, 4};
            x[i] = Float.NaN;
            assertEquals(Float.NaN, layer.forward(x, 1)[0]);
        }
    }

    @Example
    void refusesOddSizes() {
        assertEquals(
                "image: 4x3, must be even both ways",
                assertThrows(IllegalArgumentException.class, () -> new MaxPooling(1, 4, 3))
                        .getMessage());
    }
}
