package org.lanewise.app.data;

/** Images as CIFAR-10 has them: a plane each of red, green and blue, of 32 by 32 pixels. */
public final class ColourImages {
    /** The planes of an image. */
    public static final int CHANNELS = 3;

    /** The pixels of a line, and the lines of a plane. */
    public static final int SIDE = 32;

    /** The bytes of an image. */
    public static final int SIZE = CHANNELS * SIDE * SIDE;

    private static final int GREY_SIDE = 28;
    private static final int BORDER = (SIDE - GREY_SIDE) / 2;

    private ColourImages() {}

    /** Grey images of 28 by 28 pixels with a background of 2 around, three times the same. */
    static Dataset padded(Dataset grey) throws DataException {
        return new Dataset(padded(grey.train()), padded(grey.test()));
    }

    private static LabelledImages padded(LabelledImages grey) throws DataException {
        if (grey.count() > Integer.MAX_VALUE / SIZE) {
            throw new DataException(
                    "data: " + grey.count() + " images, must be at most " + Integer.MAX_VALUE / SIZE + " to pad them");
        }
        byte[] pixels = new byte[grey.count() * SIZE];
        for (int line = 0; line < grey.count() * GREY_SIDE; line++) {
            int image = line / GREY_SIDE;
            for (int c = 0; c < CHANNELS; c++) {
                int to = ((image * CHANNELS + c) * SIDE + line % GREY_SIDE + BORDER) * SIDE + BORDER;
                System.arraycopy(grey.pixels(), line * GREY_SIDE, pixels, to, GREY_SIDE);
            }
        }
        return new LabelledImages(pixels, grey.labels(), SIZE);
    }
}
