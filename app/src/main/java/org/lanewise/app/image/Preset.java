package org.lanewise.app.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Preprocessing that many networks were trained with, by its name. */
public enum Preset {
    /** As torchvision and most classifiers trained on ImageNet: 224x224 is cut out of 256. */
    IMAGENET(imagenet(false, Fit.CROP, 0.875, true)),
    /** 2x/255 - 1, as TensorFlow's Inception and MobileNet. */
    MINUS_ONE_TO_ONE(Preprocessing.of(PixelRange.MINUS_ONE_TO_ONE)),
    /** x/255, as YOLO. */
    ZERO_TO_ONE(Preprocessing.of(PixelRange.ZERO_TO_ONE)),
    /** x: networks that normalize by themselves. */
    RAW(Preprocessing.of(PixelRange.RAW)),
    /** PaddleOCR's text detection: ImageNet's numbers in their order, though the channels are blue first. */
    PADDLEOCR_DET(imagenet(true, Fit.STRETCH, 1, false)),
    /** PaddleOCR's text recognition and classification of lines. */
    PADDLEOCR_REC(new Preprocessing(
            PixelRange.MINUS_ONE_TO_ONE, List.of(0.0), List.of(1.0), true, Fit.LINE, OptionalInt.empty(), 1, false));

    private final Preprocessing preprocessing;

    Preset(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
    }

    private static Preprocessing imagenet(boolean blueFirst, Fit fit, double cropShare, boolean antialias) {
        return new Preprocessing(
                PixelRange.ZERO_TO_ONE,
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225),
                blueFirst,
                fit,
                OptionalInt.empty(),
                cropShare,
                antialias);
    }

    /** What the name means. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** The one of a name such as {@code zero-to-one}; none for any other text. */
    public static Optional<Preset> named(String text) {
        return Arrays.stream(values())
                .filter(preset -> preset.toString().equals(text))
                .findFirst();
    }

    /** The names of all. */
    public static String names() {
        return Arrays.stream(values()).map(Preset::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
