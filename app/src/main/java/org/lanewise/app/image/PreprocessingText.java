package org.lanewise.app.image;

import org.lanewise.tensor.Layout;

/** What is done to pictures, in one line. */
final class PreprocessingText {
    private PreprocessingText() {}

    /**
     * As in {@code RGB, shorter side resized to 256, center crop 224x224, (x/255 - mean)/std with mean ..., std ...,
     * NCHW}.
     */
    static String of(ImageInput input, int height, int width) {
        return of(input, size(input.preprocessing(), height, width));
    }

    /** With other words for what becomes of the size. */
    static String ofOwn(ImageInput input, String size) {
        return of(input, size + (input.preprocessing().antialias() ? "" : " without antialiasing"));
    }

    private static String of(ImageInput input, String size) {
        Preprocessing how = input.preprocessing();
        return (input.assumed() ? input.preset().orElseThrow() + " by default: " : "") + colours(input) + ", " + size
                + ", " + formula(how) + ", " + (input.layout() == Layout.CHANNELS_LAST ? "NHWC" : "NCHW");
    }

    private static String colours(ImageInput input) {
        if (input.channels() == 1) {
            return "grey (0.299 R + 0.587 G + 0.114 B)";
        }
        return input.preprocessing().blueFirst() ? "BGR" : "RGB";
    }

    private static String size(Preprocessing how, int height, int width) {
        String size = height + "x" + width;
        String by = how.antialias() ? "" : " without antialiasing";
        return switch (how.fit()) {
            case STRETCH -> "stretched to " + size + by;
            case PAD -> "resized to fit in " + size + by + ", zeros right and below";
            case LINE -> "resized to height " + height + ", at most " + width + " wide" + by + ", zeros right";
            case CROP -> {
                Fit.Cover cover = how.cover(height, width);
                yield (cover.height() == cover.width()
                                ? "shorter side resized to " + cover.width()
                                : "resized to cover " + cover.height() + "x" + cover.width())
                        + by + ", center crop " + size;
            }
        };
    }

    private static String formula(Preprocessing how) {
        if (!how.isNormalizing()) {
            return how.range().formula();
        }
        return "(" + how.range().formula() + " - mean)/std with mean " + Numbers.text(how.mean()) + ", std "
                + Numbers.text(how.std());
    }
}
