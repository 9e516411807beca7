package org.lanewise.app.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A line of text, drawn: needs no screen. The pixels depend on the machine's fonts. */
public final class DrawnText {
    private static final List<String> WORDS = List.of(
            "memory",
            "Station",
            "quarter past",
            "Kitchen",
            "No. 27",
            "invoice",
            "Hydrogen",
            "please wait",
            "Route 66",
            "left",
            "garden",
            "3.14159",
            "EXIT",
            "Thursday",
            "open daily",
            "Baggage");

    private static final String[] FONTS = {Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED};

    private static final int[] STYLES = {Font.PLAIN, Font.BOLD, Font.ITALIC};

    private DrawnText() {}

    /** Black on white, without serifs. */
    public static BufferedImage of(String text) {
        return draw(text, new Font(Font.SANS_SERIF, Font.PLAIN, 36), 0.2, Color.BLACK, Color.WHITE);
    }

    /** Texts of different fonts, sizes, margins, colours and lengths, the same for the same seed. */
    public static List<BufferedImage> various(int count, long seed) {
        Random random = new Random(seed);
        List<BufferedImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
            for (int more = random.nextInt(3); more > 0; more--) {
                text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
            }
            Font font = new Font(
                    FONTS[random.nextInt(FONTS.length)],
                    STYLES[random.nextInt(STYLES.length)],
                    18 + random.nextInt(50));
            // One dark, one light: which is which is chance, as on signs and screens.
            Color dark = new Color(random.nextInt(100), random.nextInt(100), random.nextInt(100));
            Color light = new Color(156 + random.nextInt(100), 156 + random.nextInt(100), 156 + random.nextInt(100));
            boolean inverted = random.nextInt(3) == 0;
            images.add(draw(
                    text.toString(),
                    font,
                    0.1 + 0.3 * random.nextDouble(),
                    inverted ? light : dark,
                    inverted ? dark : light));
        }
        return images;
    }

    /** With a margin on each side, as a share of the font's size. */
    private static BufferedImage draw(String text, Font font, double margin, Color colour, Color background) {
        BufferedImage any = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D measuring = graphics(any);
        TextLayout layout = new TextLayout(text, font, measuring.getFontRenderContext());
        measuring.dispose();
        Rectangle2D bounds = layout.getBounds();
        double border = margin * font.getSize();
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(bounds.getWidth() + 2 * border),
                (int) Math.ceil(bounds.getHeight() + 2 * border),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(image);
        graphics.setColor(background);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(colour);
        layout.draw(graphics, (float) (border - bounds.getX()), (float) (border - bounds.getY()));
        graphics.dispose();
        return image;
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        return graphics;
    }
}
