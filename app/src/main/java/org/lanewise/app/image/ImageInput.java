package org.lanewise.app.image;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * How pictures become the input of a network, of any height and width. Immutable.
 *
 * @param channels 3, or 1 for grey
 * @param layout the axes of the network's input: NCHW or NHWC
 * @param preprocessing how the pixels become numbers
 * @param preset the name of that, if one was given; parts of it may have been given apart
 * @param assumed whether nobody gave the name
 */
public record ImageInput(
        int channels, Layout layout, Preprocessing preprocessing, Optional<Preset> preset, boolean assumed) {
    /** The eye's weights of red, green and blue, as in ITU-R BT.601. */
    private static final float[] GREY = {0.299f, 0.587f, 0.114f};

    /** By a preset as it is. */
    public static ImageInput of(int channels, Layout layout, Preset preset) {
        return new ImageInput(channels, layout, preset.preprocessing(), Optional.of(preset), false);
    }

    /**
     * The shape of the network's input: its axes in their order, as ONNX has them, whatever they mean.
     *
     * @param samples the pictures
     */
    public Shape shape(long samples, int height, int width) {
        return isChannelsLast()
                ? Shape.of(samples, height, width, channels)
                : Shape.of(samples, channels, height, width);
    }

    /**
     * Pictures as the samples of one tensor, float32 in native memory.
     *
     * @return of {@link #shape}, the last axis contiguous, also where that is the channels'
     */
    public Tensor tensor(List<BufferedImage> images, int height, int width, Arena arena) {
        Tensor x = Tensor.allocate(arena, shape(images.size(), height, width), Layout.CHANNELS_FIRST);
        for (int n = 0; n < images.size(); n++) {
            write(images.get(n), height, width, x.samples(n, n + 1).segment());
        }
        return x;
    }

    /** What is done to pictures of any size to become of this height and width, in one line. */
    public String describe(int height, int width) {
        return PreprocessingText.of(this, height, width);
    }

    /** The same, but that pictures are stretched to any size. */
    public ImageInput stretched() {
        return new ImageInput(channels, layout, preprocessing.stretched(), preset, assumed);
    }

    /** What is done to pictures, with other words for what becomes of their size. */
    public String describe(String size) {
        return PreprocessingText.ofOwn(this, size);
    }

    /**
     * Into an array first: C2 of JDK 25.0.3 makes code of such a loop that stops the JVM, if it stores into a segment
     * (its index runs over three variables, and the range check of a long is made a loop of its own).
     */
    private void write(BufferedImage image, int height, int width, MemorySegment x) {
        Fit.Placement place = preprocessing
                .fit()
                .place(image.getWidth(), image.getHeight(), width, height, preprocessing.cover(height, width));
        float[][] planes = Resampling.resize(image, place, preprocessing.antialias());
        float[] values = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            float[] plane = channels == 1 ? grey(planes) : planes[preprocessing.blueFirst() ? 2 - c : c];
            int step = isChannelsLast() ? channels : 1;
            int begin = isChannelsLast() ? c : c * height * width;
            for (int i = 0; i < plane.length; i++) {
                int position = i / place.width() * width + i % place.width();
                values[begin + position * step] = preprocessing.value(plane[i], c);
            }
        }
        MemorySegment.copy(values, 0, x, JAVA_FLOAT, 0, values.length);
    }

    private static float[] grey(float[][] planes) {
        float[] grey = new float[planes[0].length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = GREY[0] * planes[0][i] + GREY[1] * planes[1][i] + GREY[2] * planes[2][i];
        }
        return grey;
    }

    private boolean isChannelsLast() {
        return layout == Layout.CHANNELS_LAST;
    }
}
