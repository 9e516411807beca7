package org.lanewise.app.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.lanewise.app.file.WholeFile;

/** A picture as a PNG file. */
final class Picture {
    private Picture() {}

    /**
     * Draws a picture on white: all of it or nothing.
     *
     * @throws IOException if it can't be written
     */
    static void write(int width, int height, Consumer<Graphics2D> drawing, Path file) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            drawing.accept(graphics);
        } finally {
            graphics.dispose();
        }
        WholeFile.write(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this JDK writes no PNG");
            }
        });
    }
}
