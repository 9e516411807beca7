package org.lanewise.app.model;

import java.util.Optional;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * Which axes of a network's input are a picture's: 1 or 3 channels before its height and width (NCHW) or after them
 * (NHWC).
 *
 * @param layout which of both
 * @param channels 1 or 3
 * @param height in pixels
 * @param width in pixels
 */
record PictureAxes(Layout layout, int channels, int height, int width) {
    /**
     * Those of an input; empty if it takes no pictures: it has not four axes, or none that can be the channels'.
     *
     * @param given what the user says, if anything
     * @throws DataException if it could be both, or is not what the user says
     */
    static Optional<PictureAxes> of(Shape shape, Optional<Layout> given) throws DataException {
        if (shape.rank() != 4) {
            return Optional.empty();
        }
        boolean first = isChannels(shape.size(1));
        boolean last = isChannels(shape.size(3));
        if (given.isPresent()) {
            boolean saysLast = given.get() == Layout.CHANNELS_LAST;
            if (!(saysLast ? last : first)) {
                throw new DataException("layout: " + (saysLast ? "nhwc" : "nchw")
                        + ", must have 1 or 3 channels in the input " + shape);
            }
            return Optional.of(of(shape, saysLast));
        }
        if (first && last) {
            throw new DataException("layout: none, must be given for the input " + shape
                    + ", whose channels may be the second axis or the last (--layout nchw or nhwc)");
        }
        return first || last ? Optional.of(of(shape, last)) : Optional.empty();
    }

    private static boolean isChannels(long size) {
        return size == 1 || size == 3;
    }

    private static PictureAxes of(Shape shape, boolean last) {
        int height = (int) shape.size(last ? 1 : 2);
        int width = (int) shape.size(last ? 2 : 3);
        return new PictureAxes(last ? Layout.CHANNELS_LAST : Layout.CHANNELS_FIRST, (int) shape.size(last ? 3 : 1),
                height, width);
    }
}
