package org.lanewise.bench.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.lanewise.tools.chart.ChartStyle;
import org.lanewise.tools.chart.Png;

/** What the charts have in common, and how they become a file. */
final class Pictures {
    /** Of what belongs to the first, second and third. */
    static final List<Color> COLORS = List.of(ChartStyle.BLUE, ChartStyle.VERMILION, ChartStyle.GREEN);

    private static final int TICK_SIZE = 12;

    private Pictures() {}

    /** Gives a chart the look of all. */
    static void style(AxesChartStyler styler, LegendPosition legend) {
        ChartStyle.apply(styler, legend, TICK_SIZE);
    }

    /**
     * Draws charts one below the other as PNG. It is written beside its place and then moved there: never half a file.
     */
    static void write(List<? extends Chart<?, ?>> charts, Path file) throws IOException {
        int width = charts.stream().mapToInt(Chart::getWidth).max().orElseThrow();
        int height = charts.stream().mapToInt(Chart::getHeight).sum();
        byte[] png = Png.of(width, height, graphics -> {
            for (Chart<?, ?> chart : charts) {
                chart.paint(graphics, chart.getWidth(), chart.getHeight());
                graphics.translate(0, chart.getHeight());
            }
        });
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.write(beside, png);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
