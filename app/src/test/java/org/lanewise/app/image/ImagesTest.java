package org.lanewise.app.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Tensor;

class ImagesTest {
    @TempDir
    private Path folder;

    private static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    @Test
    void aPaddedInputKeepsProportionsAndHasBlueFirst() {
        ImageInput lines = new ImageInput(3, 4, 12, true, true);
        try (Arena arena = Arena.ofShared()) {
            // Half as wide as high would be 2; 5 to 8 is 2.5, and so 3.
            Tensor x = lines.tensor(List.of(plain(5, 8, 0xff8000), plain(500, 8, 0xff8000)), arena);
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 12; column++) {
                    for (int n = 0; n < 2; n++) {
                        boolean used = n == 1 || column < 3;
                        assertEquals(used ? -1 : 0, x.get(n, 0, row, column), "blue");
                        assertEquals(used ? 2 * 128 / 255.0 - 1 : 0, x.get(n, 1, row, column), 1e-6, "green");
                        assertEquals(used ? 1 : 0, x.get(n, 2, row, column), "red");
                    }
                }
            }
        }
    }

    @Test
    void aStretchedInputIsRedFirstOrGrey() {
        try (Arena arena = Arena.ofShared()) {
            Tensor colours = new ImageInput(3, 4, 12, false, false).tensor(List.of(plain(2, 8, 0xff8000)), arena);
            assertEquals(1, colours.get(0, 0, 3, 11));
            assertEquals(-1, colours.get(0, 2, 3, 11));
            Tensor grey = new ImageInput(1, 4, 12, false, false).tensor(List.of(plain(2, 8, 0xff8000)), arena);
            assertEquals(2 * (0.299 * 255 + 0.587 * 128) / 255 - 1, grey.get(0, 0, 0, 0), 1e-6);
        }
    }

    @Test
    void halfATurnTwiceIsNone() {
        BufferedImage image = plain(3, 2, 0);
        image.setRGB(0, 0, 0x123456);
        BufferedImage turned = Images.turned(image);
        assertEquals(0xff123456, turned.getRGB(2, 1));
        assertEquals(0xff123456, Images.turned(turned).getRGB(0, 0));
    }

    @Test
    void whatIsTransparentIsWhite() throws IOException {
        Path file = folder.resolve("clear.png");
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB), "png", file.toFile());
        assertEquals(0xffffffff, Images.read(file).getRGB(1, 1));
    }

    @Test
    void aFolderGivesItsImagesByName() throws IOException {
        Path other = folder.resolve("b.PNG");
        ImageIO.write(plain(2, 2, 0), "png", other.toFile());
        Path first = folder.resolve("a.bmp");
        ImageIO.write(plain(2, 2, 0), "bmp", first.toFile());
        Files.writeString(folder.resolve("README"), "pictures");
        assertEquals(List.of(first, other), Images.in(folder));
    }

    @Test
    void whatIsNoImageIsNamed() throws IOException {
        Path note = Files.writeString(folder.resolve("note.png"), "no picture");
        assertRefused("image: " + note + ", must be an image: bmp, ", note);
        assertRefused("image: " + folder + ", must be an image: ", folder);
        Path cut = folder.resolve("cut.png");
        ImageIO.write(DrawnText.of("cut"), "png", cut.toFile());
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        assertRefused("image: " + cut + ": damaged (", cut);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        String message = assertThrows(DataException.class, () -> Images.in(empty)).getMessage();
        assertTrue(message.startsWith("images: " + empty + ", must be a folder with images: bmp, "), message);
        assertThrows(DataException.class, () -> Images.in(folder.resolve("missing")));
    }

    private static void assertRefused(String begin, Path file) {
        String message = assertThrows(DataException.class, () -> Images.read(file)).getMessage();
        assertTrue(message.startsWith(begin) && message.lines().count() == 1, message);
    }

    @Test
    void drawnTextsDifferAndAreTheSameForASeed() {
        List<BufferedImage> texts = DrawnText.various(6, 3);
        List<BufferedImage> again = DrawnText.various(6, 3);
        for (int i = 0; i < texts.size(); i++) {
            assertEquals(pixels(texts.get(i)), pixels(again.get(i)));
            // There is something on it.
            assertTrue(pixels(texts.get(i)).stream().distinct().count() > 2);
        }
        assertNotEquals(pixels(texts.get(0)), pixels(texts.get(1)));
    }

    private static List<Integer> pixels(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())).boxed().toList();
    }
}
