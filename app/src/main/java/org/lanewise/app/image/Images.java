package org.lanewise.app.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.lanewise.app.data.DataException;
import org.lanewise.app.file.InputFiles;

/** Pictures in files, as opaque RGB. */
public final class Images {
    private static final List<String> SUFFIXES = Arrays.stream(ImageIO.getReaderFileSuffixes())
            .map(suffix -> suffix.toLowerCase(Locale.ROOT))
            .distinct()
            .sorted()
            .toList();

    private Images() {}

    /**
     * The picture of a file; what is transparent is white.
     *
     * @throws DataException if there is none that Java reads
     */
    public static BufferedImage read(Path file) throws DataException {
        BufferedImage image;
        try {
            image = Files.isRegularFile(file) ? ImageIO.read(file.toFile()) : null;
        } catch (IOException | RuntimeException e) {
            // Readers throw all kinds of exceptions for damaged files.
            throw new DataException("image: " + file + ": damaged (" + e.getMessage() + "), must be an image", e);
        }
        if (image == null) {
            throw new DataException("image: " + file + ", must be an image: " + String.join(", ", SUFFIXES));
        }
        return opaque(image);
    }

    /**
     * The files of a folder that are images by their names, in the order of these.
     *
     * @throws DataException if there is none
     */
    public static List<Path> in(Path folder) throws DataException {
        return InputFiles.in("images", folder, Images::isNamedImage, "images: " + String.join(", ", SUFFIXES));
    }

    private static boolean isNamedImage(Path file) {
        String name = file.getFileName().toString();
        String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return SUFFIXES.contains(suffix);
    }

    /** A copy as opaque RGB, over white. */
    private static BufferedImage opaque(BufferedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && image.getColorModel().hasAlpha()) {
            copyGrey(image, copy);
            return copy;
        }
        Graphics2D graphics = copy.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return copy;
    }

    /** By the samples: Java takes grey with alpha for linear light, and would make 100 a 168. */
    private static void copyGrey(BufferedImage image, BufferedImage copy) {
        Raster raster = image.getRaster();
        double most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double alpha = raster.getSample(x, y, 1) / most;
                int grey = (int) Math.round(255 * (alpha * raster.getSample(x, y, 0) / most + 1 - alpha));
                copy.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
    }

    /** A copy turned upside down, by half a turn. */
    public static BufferedImage turned(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(width - 1 - x, height - 1 - y, image.getRGB(x, y));
            }
        }
        return copy;
    }
}
