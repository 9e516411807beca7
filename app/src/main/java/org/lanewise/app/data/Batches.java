package org.lanewise.app.data;

import java.util.Random;

/**
 * The images in batches, in an order shuffled anew for each epoch. The order depends on the seed alone:
 * java.util.Random is specified to the bit.
 *
 * <p>Mutable, for one thread at a time. {@link #next} gives out the batches of an epoch one after another; the last one
 * is smaller if the images do not divide evenly, and left out if it is of one image: a batch of one has no variance.
 */
public final class Batches {
    /** The order of the images in words. */
    public static final String ORDER = "shuffled anew for each epoch";

    private static final float WHITE = 255;

    private final LabelledImages images;
    private final int batchSize;
    private final Random random;
    private final int[] order;
    private final float[] pixels;
    private final int[] labels;
    private int position;
    private int size;

    /**
     * The batches of some images; {@link #shuffle} begins an epoch.
     *
     * @param batchSize at least 2; the images themselves if they are fewer
     * @throws IllegalArgumentException if the batch size or the number of images is less than 2
     */
    public Batches(LabelledImages images, int batchSize, long seed) {
        if (batchSize < 2) {
            throw new IllegalArgumentException("batchSize: " + batchSize + ", must be at least 2");
        }
        if (images.count() < 2) {
            throw new IllegalArgumentException("images: " + images.count() + ", must be at least 2");
        }
        this.images = images;
        this.batchSize = Math.min(batchSize, images.count());
        random = new Random(seed);
        order = new int[images.count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        pixels = new float[this.batchSize * images.imageSize()];
        labels = new int[this.batchSize];
        position = order.length;
    }

    /** The batches of an epoch. */
    public int perEpoch() {
        return order.length / batchSize + (order.length % batchSize >= 2 ? 1 : 0);
    }

    /** Begins an epoch in a new order (Fisher and Yates). */
    public void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        position = 0;
        size = 0;
    }

    /** Goes to the next batch; false at the end of the epoch. */
    public boolean next() {
        position += size;
        size = Math.min(batchSize, order.length - position);
        if (size < 2) {
            size = 0;
            return false;
        }
        for (int i = 0; i < size; i++) {
            int image = order[position + i];
            labels[i] = Byte.toUnsignedInt(images.labels()[image]);
            toFloats(images, image, pixels, i);
        }
        return true;
    }

    /** The images of this batch. */
    public int size() {
        return size;
    }

    /** The pixels of this batch, from 0 to 1, a row per image; the rows after {@link #size} are of no meaning. */
    public float[] pixels() {
        return pixels;
    }

    /** The labels of this batch; those after {@link #size} are of no meaning. */
    public int[] labels() {
        return labels;
    }

    /** Writes the pixels of an image, from 0 to 1, to a row of a matrix. */
    public static void toFloats(LabelledImages images, int image, float[] matrix, int row) {
        int n = images.imageSize();
        int from = image * n;
        int to = row * n;
        for (int i = 0; i < n; i++) {
            matrix[to + i] = Byte.toUnsignedInt(images.pixels()[from + i]) / WHITE;
        }
    }
}
