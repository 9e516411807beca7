package org.lanewise.tools.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
    @Test
    void isDrawnOnWhite() throws IOException {
        byte[] bytes = Png.of(30, 20, graphics -> {
            graphics.setColor(Color.RED);
            graphics.fillRect(5, 5, 10, 10);
        });
        assertEquals("89504e470d0a1a0a", HexFormat.of().formatHex(bytes, 0, 8));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        assertEquals(30, image.getWidth());
        assertEquals(20, image.getHeight());
        assertEquals(Color.WHITE.getRGB(), image.getRGB(0, 0));
        assertEquals(Color.RED.getRGB(), image.getRGB(9, 9));
    }
}
