package org.lanewise.app.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Layout;

/**
 * Which axes of a network's input are a picture's: 1 or 3 channels before its height and width (NCHW) or after them
 * (NHWC).
 *
 * @param layout which of both
 * @param channels 1 or 3
 * @param height in pixels; 0 where it is open
 * @param width likewise
 */
record PictureAxes(Layout layout, int channels, int height, int width) {
    /**
     * Those of an input; empty if it takes no pictures: it has not four axes, or none that can be the channels'.
     *
     * @param given what the user says, if anything
     * @throws DataException if it could be both, or is not what the user says
     */
    static Optional<PictureAxes> of(List<Long> shape, Optional<Layout> given) throws DataException {
        if (shape.size() != 4) {
            return Optional.empty();
        }
        boolean first = isChannels(shape.get(1));
        boolean last = isChannels(shape.get(3));
        if (given.isPresent()) {
            boolean saysLast = given.get() == Layout.CHANNELS_LAST;
            if (!(saysLast ? last : first)) {
                throw new DataException("layout: " + (saysLast ? "nhwc" : "nchw")
                        + ", must have 1 or 3 channels in the input " + text(shape));
            }
            return Optional.of(of(shape, saysLast));
        }
        if (first && last) {
            throw new DataException("layout: none, must be given for the input " + text(shape)
                    + ", whose channels may be the second axis or the last (--layout nchw or nhwc)");
        }
        return first || last ? Optional.of(of(shape, last)) : Optional.empty();
    }

    /** Whether an input may take pictures, whatever the user says. */
    static boolean canBe(List<Long> shape) {
        return shape.size() == 4 && (isChannels(shape.get(1)) || isChannels(shape.get(3)));
    }

    private static String text(List<Long> shape) {
        return shape.stream().map(size -> size == 0 ? "?" : size.toString()).collect(Collectors.joining("x"));
    }

    private static boolean isChannels(long size) {
        return size == 1 || size == 3;
    }

    private static PictureAxes of(List<Long> shape, boolean last) {
        int height = clamped(shape.get(last ? 1 : 2));
        int width = clamped(shape.get(last ? 2 : 3));
        return new PictureAxes(
                last ? Layout.CHANNELS_LAST : Layout.CHANNELS_FIRST, clamped(shape.get(last ? 3 : 1)), height, width);
    }

    /** What is too large is refused by its memory. */
    private static int clamped(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }
}
