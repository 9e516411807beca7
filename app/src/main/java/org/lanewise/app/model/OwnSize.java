package org.lanewise.app.model;

import java.awt.image.BufferedImage;
import org.lanewise.app.image.Fit;

/**
 * The height and width of a network's input that takes pictures of any: the picture's own, shrunk where that is large,
 * in multiples that networks which halve their images five times can take.
 */
final class OwnSize {
    private static final int MULTIPLE = 32;

    /** As in PaddleOCR's text detection; a photo of a camera would take gigabytes. */
    private static final int LARGEST = 960;

    /** The height of a line of text where that is open: what PaddleOCR's recognition takes. */
    static final int LINE = 48;

    private OwnSize() {}

    /**
     * Height and width for a picture.
     *
     * @param height of the input; 0 where it is open
     * @param width likewise; where one of both is open, it follows from the other by the picture's proportions
     */
    static int[] of(BufferedImage picture, int height, int width) {
        double ratio = (double) picture.getWidth() / picture.getHeight();
        if (height > 0) {
            return new int[] {height, width > 0 ? width : up(height * ratio)};
        }
        if (width > 0) {
            return new int[] {up(width / ratio), width};
        }
        double shrunk = Math.min(1, (double) LARGEST / Math.max(picture.getWidth(), picture.getHeight()));
        return new int[] {nearest(shrunk * picture.getHeight()), nearest(shrunk * picture.getWidth())};
    }

    private static int nearest(double size) {
        return MULTIPLE * Math.clamp((long) Math.rint(size / MULTIPLE), 1, LARGEST / MULTIPLE);
    }

    /** So that a line of text that keeps its proportions is not cut. */
    private static int up(double size) {
        return MULTIPLE * Math.clamp((long) Math.ceil(size / MULTIPLE), 1, LARGEST / MULTIPLE);
    }

    /** In words, as options of the command line have them. */
    static String describe(Fit fit, int height, int width) {
        String own = "multiple of " + MULTIPLE + ", at most " + LARGEST;
        if (height > 0) {
            return fit + " to height " + height + " and a width in its proportions (" + own + ")";
        }
        return width > 0
                ? fit + " to width " + width + " and a height in its proportions (" + own + ")"
                : fit + " to its own height and width (each a " + own + ")";
    }
}
