package org.lanewise.app.chart;

import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.lanewise.tools.chart.ChartStyle;

/** How the charts of networks with and without batch normalization look. */
final class Style {
    private static final int TICK_SIZE = 13;

    private Style() {}

    /** An empty chart. */
    static XYChart chart(String title, String xTitle, String yTitle, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        ChartStyle.apply(chart.getStyler(), LegendPosition.InsideNE, TICK_SIZE);
        return chart;
    }

    static Color color(boolean batchNormalized) {
        return batchNormalized ? ChartStyle.BLUE : ChartStyle.VERMILION;
    }

    static String name(boolean batchNormalized) {
        return (batchNormalized ? "with" : "without") + " batch normalization";
    }
}
