package org.lanewise.app.image;

import java.util.List;
import java.util.OptionalInt;

/**
 * How pictures become numbers, whatever their size: they are resized, brought into a range, and normalized per channel,
 * as (x - mean)/std.
 *
 * @param range what 0..255 become first
 * @param mean in units of the range: one for all channels, or one per channel in the order of the network's
 * @param std likewise, above 0
 * @param blueFirst whether the channels are blue, green, red, as OpenCV has them; else red, green, blue
 * @param fit how a picture gets the input's size
 * @param resize for {@link Fit#CROP}, to what the shorter side is resized; if empty, so that the crop is a share of it
 * @param cropShare that share, above 0, at most 1
 * @param antialias whether a picture that shrinks is averaged, as Pillow does, or only looked at in places, as OpenCV
 *     does
 */
public record Preprocessing(
        PixelRange range,
        List<Double> mean,
        List<Double> std,
        boolean blueFirst,
        Fit fit,
        OptionalInt resize,
        double cropShare,
        boolean antialias) {
    private static final List<Double> NO_MEAN = List.of(0.0);
    private static final List<Double> NO_STD = List.of(1.0);

    /** Red first, stretched and antialiased, without mean and standard deviation. */
    static Preprocessing of(PixelRange range) {
        return new Preprocessing(range, NO_MEAN, NO_STD, false, Fit.STRETCH, OptionalInt.empty(), 1, true);
    }

    /** The same, but that a picture is stretched to the input's size. */
    Preprocessing stretched() {
        return new Preprocessing(range, mean, std, blueFirst, Fit.STRETCH, OptionalInt.empty(), cropShare, antialias);
    }

    /** Whether mean and standard deviation do something. */
    boolean isNormalizing() {
        return !mean.equals(NO_MEAN) || !std.equals(NO_STD);
    }

    /** What a pixel's 0..255 become in a channel. */
    float value(double pixel, int channel) {
        return (float) ((range.of(pixel) - of(mean, channel)) / of(std, channel));
    }

    private static double of(List<Double> numbers, int channel) {
        return numbers.get(numbers.size() == 1 ? 0 : channel);
    }

    /** What a picture must cover before it is cropped to a height and width. */
    public Fit.Cover cover(int height, int width) {
        if (resize.isPresent()) {
            return new Fit.Cover(resize.getAsInt(), resize.getAsInt());
        }
        return new Fit.Cover((int) Math.round(height / cropShare), (int) Math.round(width / cropShare));
    }
}
