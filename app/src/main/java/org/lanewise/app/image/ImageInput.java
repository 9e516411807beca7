package org.lanewise.app.image;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * How pictures become the input of a network: scaled to its size, and each colour from 0..255 to -1..1.
 *
 * @param channels 3, or 1 for grey
 * @param height in pixels
 * @param width in pixels
 * @param blueFirst whether the channels are blue, green, red, as OpenCV has them; else red, green, blue
 * @param padded whether the picture keeps its proportions, up to the width, and zeros follow on the right; else it is stretched
 */
public record ImageInput(int channels, int height, int width, boolean blueFirst, boolean padded) {
    /** The shift in a pixel's bits of red, green and blue. */
    private static final int[] COLOURS = {16, 8, 0};

    /** Pictures as the samples of one tensor. */
    public Tensor tensor(List<BufferedImage> images, Arena arena) {
        Tensor x = Tensor.allocate(arena, Shape.of(images.size(), channels, height, width), Layout.CHANNELS_FIRST);
        for (int n = 0; n < images.size(); n++) {
            write(images.get(n), x.samples(n, n + 1).segment());
        }
        return x;
    }

    /**
     * Into an array first: C2 of JDK 25.0.3 makes code of such a loop that stops the JVM, if it stores into a segment (its index runs
     * over three variables, and the range check of a long is made a loop of its own).
     */
    private void write(BufferedImage image, MemorySegment x) {
        int used = padded ? Math.clamp((long) Math.ceil((double) height * image.getWidth() / image.getHeight()), 1, width) : width;
        BufferedImage scaled = Images.scaled(image, used, height);
        float[] values = new float[channels * height * width];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < used; column++) {
                int pixel = scaled.getRGB(column, row);
                for (int c = 0; c < channels; c++) {
                    values[(c * height + row) * width + column] = (value(pixel, c) / 255 - 0.5f) / 0.5f;
                }
            }
        }
        MemorySegment.copy(values, 0, x, JAVA_FLOAT, 0, values.length);
    }

    /** From 0 to 255. */
    private float value(int pixel, int channel) {
        if (channels == 1) {
            // The eye's weights of the colours, as in ITU-R BT.601.
            return 0.299f * colour(pixel, 0) + 0.587f * colour(pixel, 1) + 0.114f * colour(pixel, 2);
        }
        return colour(pixel, blueFirst ? 2 - channel : channel);
    }

    private static int colour(int pixel, int index) {
        return pixel >> COLOURS[index] & 0xff;
    }
}
