package org.lanewise.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How all charts look. */
final class Style {
    /** Blue and vermilion of Okabe and Ito, which people tell apart who do not see all colours. */
    static final Color WITH = new Color(0x00, 0x72, 0xb2);
    static final Color WITHOUT = new Color(0xd5, 0x5e, 0x00);

    private Style() {}

    /** An empty chart. */
    static XYChart chart(String title, String xTitle, String yTitle, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width).height(height).title(title).xAxisTitle(xTitle).yAxisTitle(yTitle).build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.InsideNE)
                .setLegendFont(font(Font.PLAIN, 14))
                .setLegendBorderColor(Color.LIGHT_GRAY)
                .setChartTitleFont(font(Font.BOLD, 15))
                .setChartTitleBoxVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartPadding(16);
        chart.getStyler()
                .setAxisTitleFont(font(Font.PLAIN, 14))
                .setAxisTickLabelsFont(font(Font.PLAIN, 13))
                .setPlotGridLinesColor(new Color(0xe0, 0xe0, 0xe0))
                .setPlotGridLinesStroke(new BasicStroke(1));
        chart.getStyler().setLocale(Locale.ROOT);
        return chart;
    }

    static Color color(boolean batchNormalized) {
        return batchNormalized ? WITH : WITHOUT;
    }

    static String name(boolean batchNormalized) {
        return (batchNormalized ? "with" : "without") + " batch normalization";
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
