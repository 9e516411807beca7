package org.lanewise.app.data;

import java.util.Arrays;

/** The first images of the app's subset, for tests that need no more. */
public final class FewImages {
    private FewImages() {}

    /** So many to learn from, and so many to test with. */
    public static Dataset of(int train, int test) throws DataException {
        Dataset all = new DataSource.Embedded().read();
        return new Dataset(first(all.train(), train), first(all.test(), test));
    }

    private static LabelledImages first(LabelledImages images, int count) {
        return new LabelledImages(
                Arrays.copyOf(images.pixels(), count * images.imageSize()),
                Arrays.copyOf(images.labels(), count),
                images.imageSize());
    }
}
