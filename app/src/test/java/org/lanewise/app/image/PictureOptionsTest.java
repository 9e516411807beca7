package org.lanewise.app.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Layout;

class PictureOptionsTest {
    private static final PictureOptions NONE = PictureOptions.NONE;

    private static PictureOptions numbers(
            Optional<Preset> preset, PixelRange range, List<Double> mean, List<Double> std) {
        return new PictureOptions(
                preset,
                Optional.ofNullable(range),
                Optional.ofNullable(mean),
                Optional.ofNullable(std),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ImageInput input(PictureOptions options, int channels) throws DataException {
        return options.input(channels, Layout.CHANNELS_FIRST, 224, 224, false);
    }

    private static void assertRefused(String message, PictureOptions options, int channels) {
        assertEquals(
                message,
                assertThrows(DataException.class, () -> input(options, channels))
                        .getMessage());
    }

    @Test
    void whatIsSaidApartOverridesTheName() throws DataException {
        PictureOptions options = new PictureOptions(
                Optional.of(Preset.IMAGENET),
                Optional.of(PixelRange.RAW),
                Optional.of(List.of(1.0, 2.0, 3.0)),
                Optional.of(List.of(4.0)),
                Optional.of(true),
                Optional.of(Fit.CROP),
                OptionalInt.of(230),
                Optional.of(false),
                Optional.empty());
        assertEquals(
                new Preprocessing(
                        PixelRange.RAW,
                        List.of(1.0, 2.0, 3.0),
                        List.of(4.0),
                        true,
                        Fit.CROP,
                        OptionalInt.of(230),
                        0.875,
                        false),
                input(options, 3).preprocessing());
        // One part alone: the others are the name's.
        Preprocessing means = input(numbers(Optional.of(Preset.IMAGENET), null, List.of(0.5), null), 3)
                .preprocessing();
        assertEquals(List.of(0.5), means.mean());
        assertEquals(List.of(0.229, 0.224, 0.225), means.std());
        assertEquals(Fit.CROP, means.fit());
        // Without a name: by the range.
        Preprocessing parts = input(numbers(Optional.empty(), PixelRange.MINUS_ONE_TO_ONE, null, List.of(2.0)), 3)
                .preprocessing();
        assertEquals(0.5f, parts.value(255, 2));
        assertEquals(Fit.STRETCH, parts.fit());
    }

    @Test
    void aNameIsAssumedOrAskedFor() throws DataException {
        assertRefused(
                "preprocess: none, must say how the network was trained to see pictures, as its statistics depend "
                        + "on it: imagenet, "
                        + "minus-one-to-one, zero-to-one, raw, paddleocr-det, paddleocr-rec (--preprocess; or "
                        + "--range, --mean and --std)",
                NONE,
                3);
        ImageInput colour = NONE.input(3, Layout.CHANNELS_FIRST, 8, 8, true);
        assertEquals(Preset.IMAGENET.preprocessing(), colour.preprocessing());
        assertTrue(colour.assumed());
        ImageInput grey = NONE.input(1, Layout.CHANNELS_FIRST, 8, 8, true);
        assertEquals(Preset.ZERO_TO_ONE.preprocessing(), grey.preprocessing());
        assertFalse(PictureOptions.of(Preset.RAW)
                .input(3, Layout.CHANNELS_FIRST, 8, 8, true)
                .assumed());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Optional<Preset> imagenet = Optional.of(Preset.IMAGENET);
        assertRefused(
                "mean: 0.5 0.25, must be 1 number or 3 for an input of 3 channels",
                numbers(imagenet, null, List.of(0.5, 0.25), null),
                3);
        assertRefused(
                "std: 1 2 3 4, must be 1 number or 3 for an input of 3 channels",
                numbers(imagenet, null, null, List.of(1.0, 2.0, 3.0, 4.0)),
                3);
        assertRefused(
                "mean: the 3 of imagenet, must be 1 number for an input of 1 channel",
                PictureOptions.of(Preset.IMAGENET),
                1);
        assertRefused(
                "range: 0..255, must come with --mean and --std: those of imagenet are in units of 0..1",
                numbers(imagenet, PixelRange.RAW, List.of(0.5), null),
                3);
        assertRefused(
                "std: 1.0E-300, must give finite values with mean 0.5",
                numbers(imagenet, null, List.of(0.5), List.of(1e-300)),
                3);
        PictureOptions small = new PictureOptions(
                imagenet,
                NONE.range(),
                NONE.mean(),
                NONE.std(),
                NONE.blueFirst(),
                NONE.fit(),
                OptionalInt.of(223),
                NONE.antialias(),
                NONE.layout());
        assertRefused("resize: 223, must be at least 224, as the crop is 224x224", small, 3);
        PictureOptions stretched = new PictureOptions(
                imagenet,
                NONE.range(),
                NONE.mean(),
                NONE.std(),
                NONE.blueFirst(),
                Optional.of(Fit.STRETCH),
                OptionalInt.of(256),
                NONE.antialias(),
                NONE.layout());
        assertRefused(
                "resize: 256, must be left out with --fit stretch (it is what a picture is resized to before the crop)",
                stretched,
                3);
        PictureOptions ordered = new PictureOptions(
                Optional.of(Preset.RAW),
                NONE.range(),
                NONE.mean(),
                NONE.std(),
                Optional.of(true),
                NONE.fit(),
                NONE.resize(),
                NONE.antialias(),
                NONE.layout());
        assertRefused("channels: bgr, must be left out for an input of 1 channel", ordered, 1);
    }
}
