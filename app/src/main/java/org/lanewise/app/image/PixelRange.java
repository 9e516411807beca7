package org.lanewise.app.image;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a pixel's 0..255 become before mean and standard deviation. */
public enum PixelRange {
    /** x/255. */
    ZERO_TO_ONE("0..1", 0, 1, "x/255"),
    /** 2x/255 - 1. */
    MINUS_ONE_TO_ONE("-1..1", -1, 1, "2x/255 - 1"),
    /** As they are. */
    RAW("0..255", 0, 255, "x");

    private final String text;
    private final double low;
    private final double high;
    private final String formula;

    PixelRange(String text, double low, double high, String formula) {
        this.text = text;
        this.low = low;
        this.high = high;
        this.formula = formula;
    }

    /** A pixel's value in this range. */
    double of(double pixel) {
        return low + pixel * (high - low) / 255;
    }

    /** What 0 becomes. */
    public double low() {
        return low;
    }

    /** What 255 becomes. */
    public double high() {
        return high;
    }

    /** By which formula, x being the pixel. */
    String formula() {
        return formula;
    }

    /** The range of a text such as {@code 0..1}; none for any other text. */
    public static Optional<PixelRange> named(String text) {
        return Arrays.stream(values()).filter(range -> range.text.equals(text)).findFirst();
    }

    /** The texts of all. */
    public static String names() {
        return Arrays.stream(values()).map(PixelRange::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return text;
    }
}
