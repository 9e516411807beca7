package org.lanewise.app.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a picture gets the height and width of a network's input. */
public enum Fit {
    /** Resized to both, whatever its proportions. */
    STRETCH,
    /** Resized with its proportions until it covers both, then the center is cut out. */
    CROP,
    /** Resized with its proportions until one side fits; zeros follow on the right or below. */
    PAD,
    /** A line of text: resized to the height and, with its proportions, up to the width; zeros follow on the right. */
    LINE;

    /**
     * Where a picture goes: it is resized, and a part of that becomes the upper left of the input.
     *
     * @param scaledWidth of the whole picture, resized
     * @param scaledHeight likewise
     * @param left where the part begins in the resized picture
     * @param top likewise
     * @param width of the part
     * @param height of the part
     */
    record Placement(int scaledWidth, int scaledHeight, int left, int top, int width, int height) {}

    /**
     * The size that a picture must cover before a {@link #CROP}: if both are the same, the shorter side becomes that.
     *
     * @param height in pixels
     * @param width likewise
     */
    public record Cover(int height, int width) {}

    /** Where a picture of a width and height goes; cover is for {@link #CROP} alone. */
    Placement place(int imageWidth, int imageHeight, int width, int height, Cover cover) {
        return switch (this) {
            case STRETCH -> new Placement(width, height, 0, 0, width, height);
            case CROP -> crop(imageWidth, imageHeight, width, height, cover);
            case PAD -> {
                double scale = Math.min((double) width / imageWidth, (double) height / imageHeight);
                int used = Math.clamp(Math.round(scale * imageWidth), 1, width);
                int rows = Math.clamp(Math.round(scale * imageHeight), 1, height);
                yield new Placement(used, rows, 0, 0, used, rows);
            }
            case LINE -> {
                int used = Math.clamp((long) Math.ceil((double) height * imageWidth / imageHeight), 1, width);
                yield new Placement(used, height, 0, 0, used, height);
            }
        };
    }

    /**
     * As torchvision's Resize and CenterCrop: the longer side is rounded down, the offset to the nearest, half to even.
     */
    private static Placement crop(int imageWidth, int imageHeight, int width, int height, Cover cover) {
        boolean widthBinds = (long) cover.width * imageHeight >= (long) cover.height * imageWidth;
        int scaledWidth = widthBinds ? cover.width : longer(cover.height, imageWidth, imageHeight);
        int scaledHeight = widthBinds ? longer(cover.width, imageHeight, imageWidth) : cover.height;
        return new Placement(
                scaledWidth,
                scaledHeight,
                (int) Math.rint((scaledWidth - width) / 2.0),
                (int) Math.rint((scaledHeight - height) / 2.0),
                width,
                height);
    }

    private static int longer(int size, int longer, int shorter) {
        return Math.toIntExact(Math.min((long) size * longer / shorter, Integer.MAX_VALUE));
    }

    /** The one of a name such as {@code crop}; none for any other text. */
    public static Optional<Fit> named(String text) {
        return Arrays.stream(values())
                .filter(fit -> fit.toString().equals(text))
                .findFirst();
    }

    /** The names of all. */
    public static String names() {
        return Arrays.stream(values()).map(Fit::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
