package org.lanewise.tools.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How all charts look. */
public final class ChartStyle {
    /** Of the colours of Okabe and Ito, which people tell apart who do not see all colours. */
    public static final Color BLUE = new Color(0x00, 0x72, 0xb2);

    public static final Color VERMILION = new Color(0xd5, 0x5e, 0x00);
    public static final Color GREEN = new Color(0x00, 0x9e, 0x73);

    private ChartStyle() {}

    /**
     * Gives a chart this look.
     *
     * @param tickSize of the font of the axes' labels
     */
    public static void apply(AxesChartStyler styler, LegendPosition legend, int tickSize) {
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
                .setAxisTickLabelsFont(font(Font.PLAIN, tickSize))
                .setPlotGridLinesColor(new Color(0xe0, 0xe0, 0xe0))
                .setPlotGridLinesStroke(new BasicStroke(1));
        styler.setLocale(Locale.ROOT);
    }

    /** A font of the charts. */
    public static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
