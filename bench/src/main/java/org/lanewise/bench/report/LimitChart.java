package org.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.lanewise.bench.compare.Engines;
import org.lanewise.bench.compare.Pass;
import org.lanewise.bench.compare.Row;

/** Our time divided by the limit's, shape by shape: a chart per pass. */
final class LimitChart {
    private static final int WIDTH = 1500;
    private static final int HEIGHT = 460;

    /** Between two labels that stand upright: all of the standard shapes have theirs. */
    private static final int LABEL_SPACING = 16;

    private LimitChart() {}

    static List<CategoryChart> of(List<Row> rows, String label) {
        return Pass.PLAIN.stream()
                .map(pass -> chart(
                        pass,
                        rows.stream().filter(row -> row.work().pass() == pass).toList(),
                        label))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<CategoryChart> chart(Pass pass, List<Row> rows, String label) {
        List<Row> measured = rows.stream()
                .filter(row -> row.ratio(Engines.LIMIT).isPresent())
                .toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(pass.label() + ": our time divided by that of the least memory work (1 is as fast), " + label)
                .yAxisTitle("ours / limit")
                .build();
        Pictures.style(chart.getStyler(), LegendPosition.OutsideE);
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        chart.getStyler().setOverlapped(true); // One above the other, not side by side.
        chart.getStyler().setXAxisLabelRotation(90);
        chart.getStyler().setXAxisTickMarkSpacingHint(LABEL_SPACING);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisDecimalPattern("0.0");
        List<String> shapes = measured.stream()
                .map(row -> row.work().shape().toString())
                .distinct()
                .toList();
        List<String> layouts = measured.stream()
                .map(row -> row.work().layoutLabel())
                .distinct()
                .toList();
        for (int i = 0; i < layouts.size(); i++) {
            CategorySeries series = chart.addSeries(layouts.get(i), shapes, ratios(shapes, layouts.get(i), measured));
            series.setMarker(SeriesMarkers.CIRCLE);
            series.setMarkerColor(Pictures.COLORS.get(i));
        }
        return Optional.of(chart);
    }

    /** One number per shape; null where there is none, which leaves a gap. */
    private static List<Double> ratios(List<String> shapes, String layout, List<Row> rows) {
        List<Double> ratios = new ArrayList<>();
        for (String shape : shapes) {
            ratios.add(rows.stream()
                    .filter(row -> row.work().shape().toString().equals(shape)
                            && row.work().layoutLabel().equals(layout))
                    .map(row -> 1 / row.ratio(Engines.LIMIT).orElseThrow())
                    .findFirst()
                    .orElse(null));
        }
        return ratios;
    }
}
