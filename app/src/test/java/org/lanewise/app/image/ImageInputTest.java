package org.lanewise.app.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

class ImageInputTest {
    private static final Layout NCHW = Layout.CHANNELS_FIRST;
    private static final Layout NHWC = Layout.CHANNELS_LAST;

    /** Not far from ImageNet's mean. */
    private static final int PIXEL = 124 << 16 | 116 << 8 | 104;

    private static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    private static float[] values(ImageInput input, BufferedImage image, int height, int width) {
        try (Arena arena = Arena.ofConfined()) {
            return input.tensor(List.of(image), height, width, arena).toArray();
        }
    }

    private static ImageInput with(PixelRange range, Fit fit, OptionalInt resize, boolean antialias) {
        Preprocessing how = new Preprocessing(range, List.of(0.0), List.of(1.0), false, fit, resize, 1, antialias);
        return new ImageInput(1, NCHW, how, Optional.empty(), false);
    }

    @Test
    void aPixelHasEachPresetsValues() {
        float[][] expected = {
            {(124 / 255f - 0.485f) / 0.229f, (116 / 255f - 0.456f) / 0.224f, (104 / 255f - 0.406f) / 0.225f},
            {2 * 124 / 255f - 1, 2 * 116 / 255f - 1, 2 * 104 / 255f - 1},
            {124 / 255f, 116 / 255f, 104 / 255f},
            {124, 116, 104},
            {(104 / 255f - 0.485f) / 0.229f, (116 / 255f - 0.456f) / 0.224f, (124 / 255f - 0.406f) / 0.225f},
            {2 * 104 / 255f - 1, 2 * 116 / 255f - 1, 2 * 124 / 255f - 1}
        };
        // Those of ImageNet, by hand.
        assertArrayEquals(new float[] {0.0056f, -0.0049f, 0.0082f}, expected[0], 5e-5f);
        for (Preset preset : Preset.values()) {
            assertArrayEquals(
                    expected[preset.ordinal()],
                    values(ImageInput.of(3, NCHW, preset), plain(1, 1, PIXEL), 1, 1),
                    2e-5f,
                    preset.toString());
        }
    }

    @Test
    void theEndsOfTheRangeAreExact() {
        for (Preset preset : List.of(Preset.MINUS_ONE_TO_ONE, Preset.ZERO_TO_ONE, Preset.RAW)) {
            PixelRange range = preset.preprocessing().range();
            ImageInput input = ImageInput.of(3, NCHW, preset);
            for (float value : values(input, plain(5, 7, 0), 3, 4)) {
                assertEquals((float) range.low(), value);
            }
            assertEquals((float) range.high(), values(input, plain(1, 1, 0xffffff), 1, 1)[2]);
        }
    }

    @Test
    void theLastAxisHasTheChannelsInNhwc() {
        BufferedImage image = plain(2, 3, 0);
        image.setRGB(1, 2, 0x010203);
        for (Preset preset : List.of(Preset.RAW, Preset.PADDLEOCR_REC)) {
            ImageInput first = ImageInput.of(3, NCHW, preset);
            ImageInput last = ImageInput.of(3, NHWC, preset);
            assertEquals(Shape.of(4, 3, 3, 2), first.shape(4, 3, 2));
            assertEquals(Shape.of(4, 3, 2, 3), last.shape(4, 3, 2));
            float[] planes = values(first, image, 3, 2);
            float[] pixels = values(last, image, 3, 2);
            for (int c = 0; c < 3; c++) {
                for (int position = 0; position < 6; position++) {
                    assertEquals(planes[c * 6 + position], pixels[position * 3 + c]);
                }
            }
            assertArrayEquals(
                    preset == Preset.RAW
                            ? new float[] {1, 2, 3}
                            : new float[] {6 / 255f - 1, 4 / 255f - 1, 2 / 255f - 1},
                    new float[] {pixels[15], pixels[16], pixels[17]},
                    1e-6f);
        }
    }

    @Test
    void samplesFollowEachOther() {
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = ImageInput.of(3, NHWC, Preset.RAW)
                    .tensor(List.of(plain(9, 9, 0x010203), plain(1, 1, 0x040506)), 1, 1, arena);
            assertEquals(Shape.of(2, 1, 1, 3), x.shape());
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, x.toArray());
        }
    }

    @Test
    void greyIsTheEyesBrightnessAndBecomesAllColours() {
        assertEquals(
                0.299f * 255 + 0.587f * 128,
                values(ImageInput.of(1, NCHW, Preset.RAW), plain(2, 8, 0xff8000), 1, 1)[0],
                1e-4);
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        grey.setRGB(0, 0, 0x646464);
        assertArrayEquals(new float[] {100, 100, 100}, values(ImageInput.of(3, NCHW, Preset.RAW), grey, 1, 1));
        assertEquals(100, values(ImageInput.of(1, NCHW, Preset.RAW), grey, 1, 1)[0], 1e-4);
    }

    /** A picture of 10 x 4 whose columns tell where they are. */
    private static BufferedImage columns() {
        BufferedImage image = plain(10, 4, 0);
        for (int x = 0; x < 10; x++) {
            for (int y = 0; y < 4; y++) {
                image.setRGB(x, y, 0x010101 * (10 * x + y));
            }
        }
        return image;
    }

    @Test
    void aCropIsTheCenter() {
        // As large as it is: columns 3 to 6 of 10.
        float[] same = values(with(PixelRange.RAW, Fit.CROP, OptionalInt.empty(), true), columns(), 4, 4);
        assertArrayEquals(new float[] {30, 40, 50, 60, 31, 41, 51, 61, 32, 42, 52, 62, 33, 43, 53, 63}, same, 1e-4f);
        // Out of 4 rows and 10 columns, 2 x 2.
        float[] middle = values(with(PixelRange.RAW, Fit.CROP, OptionalInt.of(4), true), columns(), 2, 2);
        assertArrayEquals(new float[] {41, 51, 42, 52}, middle, 1e-4f);
        // Upright: the same turned.
        BufferedImage upright = new BufferedImage(4, 10, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40; i++) {
            upright.setRGB(i / 10, i % 10, columns().getRGB(i % 10, i / 10));
        }
        assertArrayEquals(
                new float[] {41, 42, 51, 52},
                values(with(PixelRange.RAW, Fit.CROP, OptionalInt.of(4), true), upright, 2, 2),
                1e-4f);
    }

    @Test
    void aCropHasTorchvisionsSizes() {
        Preprocessing imagenet = Preset.IMAGENET.preprocessing();
        assertEquals(new Fit.Cover(256, 256), imagenet.cover(224, 224));
        // Inception's 342.
        assertEquals(new Fit.Cover(342, 342), imagenet.cover(299, 299));
        assertEquals(
                new Fit.Placement(341, 256, 58, 16, 224, 224),
                Fit.CROP.place(640, 480, 224, 224, imagenet.cover(224, 224)));
        assertEquals(
                new Fit.Placement(256, 341, 16, 58, 224, 224),
                Fit.CROP.place(480, 640, 224, 224, imagenet.cover(224, 224)));
        // 17.5 and 16.5 go to the even of both.
        assertEquals(
                18, Fit.CROP.place(259, 259, 224, 224, new Fit.Cover(259, 259)).left());
        assertEquals(
                16, Fit.CROP.place(257, 257, 224, 224, new Fit.Cover(257, 257)).top());
        // A line is covered as well, with its proportions.
        assertEquals(
                new Fit.Placement(192, 96, 0, 24, 192, 48), Fit.CROP.place(20, 10, 192, 48, new Fit.Cover(48, 192)));
    }

    @Test
    void aPictureSmallerThanTheCropGrows() {
        float[] values = values(ImageInput.of(3, NCHW, Preset.IMAGENET), plain(3, 2, 0xffffff), 224, 224);
        for (int i = 0; i < values.length; i += 997) {
            assertTrue(values[i] > 2.2 && values[i] < 2.7, "white");
        }
        // A strip of a pixel, whose whole would be 10000 times as large, is cut without being made.
        assertEquals(
                values[0],
                values(ImageInput.of(3, NCHW, Preset.IMAGENET), plain(10_000, 1, 0xffffff), 224, 224)[0],
                1e-5);
    }

    @Test
    void aPaddedPictureKeepsItsProportions() {
        ImageInput pad = with(PixelRange.MINUS_ONE_TO_ONE, Fit.PAD, OptionalInt.empty(), true);
        // 8 x 4 in 6 x 6 becomes 6 x 3.
        float[] wide = values(pad, plain(8, 4, 0xffffff), 6, 6);
        float[] high = values(pad, plain(4, 8, 0xffffff), 6, 6);
        for (int i = 0; i < 36; i++) {
            assertEquals(i / 6 < 3 ? 1 : 0, wide[i], 1e-6);
            assertEquals(i % 6 < 3 ? 1 : 0, high[i], 1e-6);
        }
        assertEquals(1, values(pad, plain(1000, 1, 0xffffff), 2, 2)[1], 1e-6, "never without a row");
    }

    @Test
    void aLineHasTheHeightAndIsSqueezedIfTooLong() {
        ImageInput lines = ImageInput.of(3, NCHW, Preset.PADDLEOCR_REC);
        // Half as wide as high would be 2; 5 to 8 is 2.5, and so 3.
        float[] narrow = values(lines, plain(5, 8, 0xff8000), 4, 12);
        float[] wide = values(lines, plain(500, 8, 0xff8000), 4, 12);
        for (int i = 0; i < 48; i++) {
            boolean used = i % 12 < 3;
            assertEquals(used ? -1 : 0, narrow[i], 1e-6, "blue");
            assertEquals(used ? 2 * 128 / 255.0 - 1 : 0, narrow[48 + i], 1e-6, "green");
            assertEquals(used ? 1 : 0, narrow[96 + i], 1e-6, "red");
            assertEquals(1, wide[96 + i], 1e-6);
        }
    }

    @Test
    void shrinkingAveragesOrLooksAtTwoPixels() {
        BufferedImage image = plain(8, 1, 0);
        image.setRGB(3, 0, 0xffffff);
        // Centers at 2 and 6: OpenCV takes pixels 1, 2 and 5, 6, and does not see pixel 3.
        assertArrayEquals(
                new float[] {0, 0}, values(with(PixelRange.RAW, Fit.STRETCH, OptionalInt.empty(), false), image, 1, 2));
        // Pillow: hats of half width 4 around 2 and 6, cut at the edges: 1 - 1.5/4 of 3.5 - ... = 14 eighths each.
        double sum = 0;
        for (double x = 0.5; x < 6; x++) {
            sum += 1 - Math.abs(x - 2) / 4;
        }
        float[] averaged = values(with(PixelRange.RAW, Fit.STRETCH, OptionalInt.empty(), true), image, 1, 2);
        assertEquals(255 * (1 - 1.5 / 4) / sum, averaged[0], 1e-3);
        assertEquals(255 * (1 - 2.5 / 4) / sum, averaged[1], 1e-3);
        // Growing is the same for both: centers at 0.25, 0.75, ... of pixels.
        BufferedImage two = plain(2, 1, 0);
        two.setRGB(1, 0, 0x646464);
        for (boolean antialias : new boolean[] {true, false}) {
            assertArrayEquals(
                    new float[] {0, 25, 75, 100},
                    values(with(PixelRange.RAW, Fit.STRETCH, OptionalInt.empty(), antialias), two, 1, 4),
                    1e-4f);
        }
    }

    @Test
    void theDescriptionHasAllNumbers() throws DataException {
        assertEquals(
                "RGB, shorter side resized to 256, center crop 224x224, (x/255 - mean)/std with mean 0.485 0.456 "
                        + "0.406, "
                        + "std 0.229 0.224 0.225, NCHW",
                ImageInput.of(3, NCHW, Preset.IMAGENET).describe(224, 224));
        assertEquals(
                "BGR, stretched to 480x640 without antialiasing, (x/255 - mean)/std with mean 0.485 0.456 0.406, "
                        + "std 0.229 0.224 0.225, NCHW",
                ImageInput.of(3, NCHW, Preset.PADDLEOCR_DET).describe(480, 640));
        assertEquals(
                "BGR, resized to height 48, at most 192 wide without antialiasing, zeros right, 2x/255 - 1, NCHW",
                ImageInput.of(3, NCHW, Preset.PADDLEOCR_REC).describe(48, 192));
        assertEquals(
                "grey (0.299 R + 0.587 G + 0.114 B), stretched to 28x28, x/255, NHWC",
                ImageInput.of(1, NHWC, Preset.ZERO_TO_ONE).describe(28, 28));
        assertEquals(
                "RGB, stretched to 8x8, x, NCHW",
                ImageInput.of(3, NCHW, Preset.RAW).describe(8, 8));
        assertEquals(
                "imagenet by default: RGB, resized to cover 55x219, center crop 48x192, (x/255 - mean)/std with "
                        + "mean 0.485 0.456 "
                        + "0.406, std 0.229 0.224 0.225, NCHW",
                PictureOptions.NONE.input(3, NCHW, 48, 192, true).describe(48, 192));
    }
}
