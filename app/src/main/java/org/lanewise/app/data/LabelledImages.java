package org.lanewise.app.data;

/**
 * Images of one size, each with the number of its class. The arrays are kept, not copied: they are large.
 *
 * @param pixels all images one after another, a plane of an image after the other (grey images have one), a row of a
 *     plane after the other; unsigned bytes
 * @param labels the class of each image
 * @param imageSize the pixels of all planes of one image
 */
public record LabelledImages(byte[] pixels, byte[] labels, int imageSize) {
    /**
     * Images with their labels.
     *
     * @throws IllegalArgumentException if there are not as many images as labels
     */
    public LabelledImages {
        if ((long) labels.length * imageSize != pixels.length) {
            throw new IllegalArgumentException(
                    "pixels: " + pixels.length + ", must be " + labels.length + " images of " + imageSize);
        }
    }

    /** The number of images. */
    public int count() {
        return labels.length;
    }
}
