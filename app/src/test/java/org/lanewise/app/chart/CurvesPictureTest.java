package org.lanewise.app.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.lanewise.app.train.Epoch;
import org.lanewise.app.train.Run;

class CurvesPictureTest {
    private static final int BLUE = 0xff0072b2;
    private static final int VERMILION = 0xffd55e00;

    @Test
    void isAPngWithBothCurvesInBothHalves() throws IOException {
        for (int epochs : new int[] {1, 2, 30}) {
            byte[] bytes = CurvesPicture.png(List.of(run(true, epochs), run(false, epochs)), "test");
            assertEquals("89504e470d0a1a0a", HexFormat.of().formatHex(bytes, 0, 8));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            assertEquals(1520, image.getWidth());
            assertEquals(560, image.getHeight());
            for (int color : new int[] {BLUE, VERMILION}) {
                // 60 points or so are a marker alone, without the legend's.
                assertTrue(count(image, color, 0, 760) > 60, "left, epochs " + epochs);
                assertTrue(count(image, color, 760, 1520) > 60, "right, epochs " + epochs);
            }
        }
    }

    @Test
    void lossesAreAveragedOverSteps() {
        double[] losses = IntStream.range(0, 400).mapToDouble(i -> i).toArray();
        double[][] curve = CurvesPicture.means(losses, 2);
        assertEquals(100, curve[0].length);
        // Steps 0 to 3 of 400, which are two epochs.
        assertEquals(0.01, curve[0][0], 1e-12);
        assertEquals(1.5, curve[1][0], 1e-12);
        assertEquals(397.5, curve[1][99], 1e-12);
        assertArrayEquals(new double[] {5, 6, 7}, CurvesPicture.means(new double[] {5, 6, 7}, 1)[1]);
    }

    private static long count(BufferedImage image, int color, int fromX, int toX) {
        int[] pixels = image.getRGB(fromX, 0, toX - fromX, image.getHeight(), null, 0, toX - fromX);
        return Arrays.stream(pixels).filter(pixel -> pixel == color).count();
    }

    private static Run run(boolean batchNormalized, int epochs) {
        double level = batchNormalized ? 0.8 : 0.7;
        List<Epoch> all = IntStream.rangeClosed(1, epochs)
                .mapToObj(i -> new Epoch(i, 1 - level / i, level + i / 1000.0, 1))
                .toList();
        double[] losses = IntStream.range(0, 7 * epochs)
                .mapToDouble(i -> 2 - level - i / (7.0 * epochs))
                .toArray();
        return new Run(batchNormalized, all, losses, Map.of());
    }
}
