package org.lanewise.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** What the charts have in common, and how they become a file. */
final class Pictures {
    /** Blue, vermilion and green of Okabe and Ito, which people tell apart who do not see all colours. */
    static final List<Color> COLORS =
            List.of(new Color(0x00, 0x72, 0xb2), new Color(0xd5, 0x5e, 0x00), new Color(0x00, 0x9e, 0x73));

    private Pictures() {}

    /** The house's look. */
    static void style(AxesChartStyler styler, LegendPosition legend) {
        styler.setLegendPosition(legend)
                .setLegendFont(font(Font.PLAIN, 14))
                .setLegendBorderColor(Color.LIGHT_GRAY)
                .setChartTitleFont(font(Font.BOLD, 15))
                .setChartTitleBoxVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartPadding(16);
        styler.setAxisTitleFont(font(Font.PLAIN, 14))
                .setAxisTickLabelsFont(font(Font.PLAIN, 12))
                .setPlotGridLinesColor(new Color(0xe0, 0xe0, 0xe0))
                .setPlotGridLinesStroke(new BasicStroke(1));
        styler.setLocale(Locale.ROOT);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Draws charts one below the other as PNG. It is written beside its place and then moved there: never half a file. */
    static void write(List<? extends Chart<?, ?>> charts, Path file) throws IOException {
        int width = charts.stream().mapToInt(Chart::getWidth).max().orElseThrow();
        int height = charts.stream().mapToInt(Chart::getHeight).sum();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            for (Chart<?, ?> chart : charts) {
                chart.paint(graphics, chart.getWidth(), chart.getHeight());
                graphics.translate(0, chart.getHeight());
            }
        } finally {
            graphics.dispose();
        }
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(beside)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this JDK writes no PNG");
            }
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
