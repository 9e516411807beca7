package org.lanewise.app.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.DataException;

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

    /** Grey with alpha in a file: Java's own conversion takes it for linear light, and makes 100 a 168. */
    @Test
    void greyIsAsBrightInColourWithAlphaAndWithout() throws IOException {
        BufferedImage grey = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage wide = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(2, 1, 0, 100);
        wide.getRaster().setSample(2, 1, 0, 100 * 257);
        assertEquals(0xff646464, reread(grey).getRGB(2, 1));
        assertEquals(0xff646464, reread(wide).getRGB(2, 1));
        for (int type : new int[] {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT}) {
            int unit = type == DataBuffer.TYPE_BYTE ? 1 : 257;
            ComponentColorModel colours = new ComponentColorModel(
                    ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, Transparency.TRANSLUCENT, type);
            BufferedImage clear = new BufferedImage(colours, colours.createCompatibleWritableRaster(3, 2), false, null);
            clear.getRaster().setPixel(2, 1, new int[] {100 * unit, 255 * unit});
            clear.getRaster().setPixel(1, 0, new int[] {100 * unit, 51 * unit});
            BufferedImage read = reread(clear);
            assertEquals(0xff646464, read.getRGB(2, 1));
            // A fifth of 100 and four fifths of white.
            assertEquals(0xffe0e0e0, read.getRGB(1, 0));
            assertEquals(0xffffffff, read.getRGB(0, 0));
        }
    }

    private BufferedImage reread(BufferedImage image) throws IOException {
        Path file = folder.resolve("again.png");
        assertTrue(ImageIO.write(image, "png", file.toFile()));
        return Images.read(file);
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
        String message =
                assertThrows(DataException.class, () -> Images.in(empty)).getMessage();
        assertTrue(message.startsWith("images: " + empty + ", must be a folder with images: bmp, "), message);
        assertThrows(DataException.class, () -> Images.in(folder.resolve("missing")));
    }

    private static void assertRefused(String begin, Path file) {
        String message =
                assertThrows(DataException.class, () -> Images.read(file)).getMessage();
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
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .boxed()
                .toList();
    }
}
