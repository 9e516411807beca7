package org.lanewise.app.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Layout;

/**
 * What the user says of the preprocessing of pictures. What is said apart overrides what the name means.
 *
 * @param preset the name
 * @param range apart, as all that follow
 */
public record PictureOptions(
        Optional<Preset> preset,
        Optional<PixelRange> range,
        Optional<List<Double>> mean,
        Optional<List<Double>> std,
        Optional<Boolean> blueFirst,
        Optional<Fit> fit,
        OptionalInt resize,
        Optional<Boolean> antialias,
        Optional<Layout> layout) {
    /** Nothing is said. */
    public static final PictureOptions NONE = new PictureOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());

    /** What a preset means, and nothing apart. */
    public static PictureOptions of(Preset preset) {
        return new PictureOptions(
                Optional.of(preset),
                NONE.range,
                NONE.mean,
                NONE.std,
                NONE.blueFirst,
                NONE.fit,
                NONE.resize,
                NONE.antialias,
                NONE.layout);
    }

    /**
     * Ends with an error if anything is said.
     *
     * @param reason for which nothing may be
     */
    public void requireNone(String reason) throws DataException {
        Map<String, Optional<?>> said = new LinkedHashMap<>();
        said.put("preprocess", preset);
        said.put("range", range);
        said.put("mean", mean.map(Numbers::text));
        said.put("std", std.map(Numbers::text));
        said.put("channels", blueFirst.map(blue -> blue ? "bgr" : "rgb"));
        said.put("fit", fit);
        said.put("resize", resize.isPresent() ? Optional.of(resize.getAsInt()) : Optional.empty());
        said.put("antialias", antialias.map(yes -> yes ? "yes" : "no"));
        said.put("layout", layout.map(axes -> axes == Layout.CHANNELS_LAST ? "nhwc" : "nchw"));
        for (Map.Entry<String, Optional<?>> option : said.entrySet()) {
            if (option.getValue().isPresent()) {
                throw new DataException(
                        option.getKey() + ": " + option.getValue().get() + ", must be left out: " + reason);
            }
        }
    }

    /** As these, with a name that nobody gave. */
    private PictureOptions assuming(int channels) {
        Preset assumed = channels == 1 ? Preset.ZERO_TO_ONE : Preset.IMAGENET;
        return new PictureOptions(Optional.of(assumed), range, mean, std, blueFirst, fit, resize, antialias, layout);
    }

    /**
     * The input of a network by these.
     *
     * @param channels of the network
     * @param layout of its input
     * @param assumes whether a name is assumed where neither a name nor a range is given; else one of them must be
     * @throws DataException if something does not fit the rest, or the network
     */
    public ImageInput input(int channels, Layout layout, int height, int width, boolean assumes) throws DataException {
        if (preset.isEmpty() && range.isEmpty()) {
            if (!assumes) {
                throw new DataException("preprocess: none, must say how the network was trained to see pictures, as its"
                        + " statistics depend on it: " + Preset.names()
                        + " (--preprocess; or --range, --mean and --std)");
            }
            return assuming(channels).resolve(channels, layout, height, width, true);
        }
        return resolve(channels, layout, height, width, false);
    }

    private ImageInput resolve(int channels, Layout layout, int height, int width, boolean assumed)
            throws DataException {
        Preprocessing base = preset.map(Preset::preprocessing).orElseGet(() -> Preprocessing.of(range.orElseThrow()));
        PixelRange pixels = range.orElse(base.range());
        if (pixels != base.range() && base.isNormalizing() && (mean.isEmpty() || std.isEmpty())) {
            throw new DataException("range: " + pixels + ", must come with --mean and --std: those of "
                    + preset.orElseThrow() + " are in units of " + base.range());
        }
        Fit fitted = fit.orElse(base.fit());
        if (resize.isPresent() && fitted != Fit.CROP) {
            throw new DataException("resize: " + resize.getAsInt() + ", must be left out with --fit " + fitted
                    + " (it is what a picture is resized to before the crop)");
        }
        if (resize.isPresent() && resize.getAsInt() < Math.max(height, width)) {
            throw new DataException("resize: " + resize.getAsInt() + ", must be at least " + Math.max(height, width)
                    + ", as the crop is " + height + "x" + width);
        }
        if (channels == 1 && blueFirst.isPresent()) {
            throw new DataException(
                    "channels: " + (blueFirst.get() ? "bgr" : "rgb") + ", must be left out for an input of 1 channel");
        }
        Preprocessing preprocessing = new Preprocessing(
                pixels,
                mean.orElse(base.mean()),
                std.orElse(base.std()),
                blueFirst.orElse(base.blueFirst()),
                fitted,
                resize,
                base.cropShare(),
                antialias.orElse(base.antialias()));
        requireNumbers("mean", preprocessing.mean(), mean.isPresent(), channels);
        requireNumbers("std", preprocessing.std(), std.isPresent(), channels);
        requireFinite(preprocessing, channels);
        return new ImageInput(channels, layout, preprocessing, preset, assumed);
    }

    private void requireNumbers(String option, List<Double> numbers, boolean isGiven, int channels)
            throws DataException {
        if (numbers.size() != 1 && numbers.size() != channels) {
            String whose = isGiven ? Numbers.text(numbers) : "the " + numbers.size() + " of " + preset.orElseThrow();
            throw new DataException(option + ": " + whose + ", must be 1 number"
                    + (channels == 1 ? "" : " or " + channels) + " for an input of " + channels
                    + (channels == 1 ? " channel" : " channels"));
        }
    }

    private static void requireFinite(Preprocessing preprocessing, int channels) throws DataException {
        for (int c = 0; c < channels; c++) {
            for (double pixel : new double[] {0, 255}) {
                if (!Float.isFinite(preprocessing.value(pixel, c))) {
                    throw new DataException("std: " + Numbers.text(preprocessing.std())
                            + ", must give finite values with mean " + Numbers.text(preprocessing.mean()));
                }
            }
        }
    }
}
