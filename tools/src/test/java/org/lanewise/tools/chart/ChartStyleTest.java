package org.lanewise.tools.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

class ChartStyleTest {
    @Test
    void chartsAreWhiteAndTheSameInEveryCountry() {
        XYChart chart = new XYChartBuilder().build();
        ChartStyle.apply(chart.getStyler(), LegendPosition.InsideSE, 17);
        assertEquals(Color.WHITE, chart.getStyler().getChartBackgroundColor());
        assertEquals(Color.WHITE, chart.getStyler().getPlotBackgroundColor());
        assertEquals(Locale.ROOT, chart.getStyler().getLocale());
        assertEquals(LegendPosition.InsideSE, chart.getStyler().getLegendPosition());
        assertEquals(17, chart.getStyler().getAxisTickLabelsFont().getSize());
    }
}
