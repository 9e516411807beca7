package org.lanewise.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lanewise.app.image.Fit;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.image.PixelRange;
import org.lanewise.app.image.Preset;
import org.lanewise.tensor.Layout;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for how pictures become the input of a network. */
final class Preprocess {
    @Option(
            names = "--preprocess",
            paramLabel = "NAME",
            description = {
                "How the network was trained to see pictures; x is a pixel's 0..255. With pictures, recalibrate must "
                        + "be told, by this or by --range: the statistics depend on it. check-model takes imagenet "
                        + "for 3 channels and zero-to-one for 1 if it isn't told. The network in the app has its own.",
                "imagenet: RGB, (x/255 - mean)/std with mean 0.485 0.456 0.406 and std 0.229 0.224 0.225, center "
                        + "crop: 224 of 256.",
                "minus-one-to-one: RGB, 2x/255 - 1, stretched.",
                "zero-to-one: RGB, x/255, stretched.",
                "raw: RGB, x, stretched.",
                "paddleocr-det: BGR, with the numbers of imagenet, 0.485 and 0.229 for blue; stretched.",
                "paddleocr-rec: BGR, 2x/255 - 1, the input's height and as wide as the line, zeros right.",
                "--range, --mean, --std, --channels, --fit, --resize and --antialias override parts of it."
            })
    private Optional<String> name;

    @Option(
            names = "--range",
            paramLabel = "LOW..HIGH",
            description = "What 0..255 become: 0..1, -1..1 or 0..255. Instead of a name: RGB, stretched.")
    private Optional<String> range;

    @Option(
            names = "--mean",
            paramLabel = "M[,M,M]",
            description = "Is subtracted, in units of the range: 1 number, or 1 per channel in the network's order.")
    private Optional<String> mean;

    @Option(names = "--std", paramLabel = "S[,S,S]", description = "What is left is divided by this, likewise.")
    private Optional<String> std;

    @Option(names = "--channels", paramLabel = "ORDER", description = "The order of the colours: rgb or bgr (OpenCV).")
    private Optional<String> channels;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            description = "stretch: resized to the input's size. crop: shorter side resized, then the center is cut "
                    + "out. pad: resized with its proportions until one side fits, zeros right or below. line: "
                    + "resized to the height, narrowed if it is too wide then, zeros right. Zeros are the network's, "
                    + "after mean and std.")
    private Optional<String> fit;

    @Option(
            names = "--resize",
            paramLabel = "SIZE",
            description = "To what the shorter side is resized before the crop; else to the crop's size, with "
                    + "imagenet to 8/7 of it.")
    private Optional<String> resize;

    @Option(
            names = "--antialias",
            paramLabel = "yes|no",
            description = "Whether shrinking averages over all pixels (Pillow, torchvision) or interpolates between "
                    + "the nearest (OpenCV); else yes, with paddleocr-det and paddleocr-rec no.")
    private Optional<String> antialias;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "The input's axes: nchw or nhwc; else as one of axis 1 and axis 3 is 1 or 3. A network of 1 "
                    + "channel gets grey, 0.299 R + 0.587 G + 0.114 B; what is transparent is white.")
    private Optional<String> layout;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    Preprocess() {}

    /** What was given. */
    PictureOptions options() {
        return new PictureOptions(
                name.map(text -> Preset.named(text).orElseThrow(() -> refused("preprocess", text, Preset.names()))),
                range.map(text -> PixelRange.named(text).orElseThrow(() -> refused("range", text, PixelRange.names()))),
                mean.map(text -> numbers("mean", text)),
                std.map(this::deviations),
                channels.map(text -> choice("channels", text, Map.of("rgb", false, "bgr", true), "rgb, bgr")),
                fit.map(text -> Fit.named(text).orElseThrow(() -> refused("fit", text, Fit.names()))),
                resize.map(this::size).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                antialias.map(text -> choice("antialias", text, Map.of("yes", true, "no", false), "yes, no")),
                layout.map(text -> choice(
                        "layout",
                        text,
                        Map.of("nchw", Layout.CHANNELS_FIRST, "nhwc", Layout.CHANNELS_LAST),
                        "nchw, nhwc")));
    }

    private <T> T choice(String option, String text, Map<String, T> values, String names) {
        if (!values.containsKey(text)) {
            throw refused(option, text, names);
        }
        return values.get(text);
    }

    private List<Double> numbers(String option, String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            double number;
            try {
                number = Double.parseDouble(part);
            } catch (NumberFormatException e) {
                throw wrong(option, text, "numbers with a comma between them, as in 0.485,0.456,0.406");
            }
            if (!Double.isFinite(number)) {
                throw wrong(option, text, "finite");
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    private List<Double> deviations(String text) {
        List<Double> numbers = numbers("std", text);
        if (numbers.stream().anyMatch(number -> number <= 0)) {
            throw wrong("std", text, "above 0");
        }
        return numbers;
    }

    private int size(String text) {
        try {
            int size = Integer.parseInt(text);
            if (size > 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Refused below, as 0 is.
        }
        throw wrong("resize", text, "a number of pixels above 0");
    }

    private ParameterException refused(String option, String text, String names) {
        return wrong(option, text, "one of " + names);
    }

    private ParameterException wrong(String option, String text, String allowed) {
        return new ParameterException(spec.commandLine(), option + ": " + text + ", must be " + allowed);
    }
}
