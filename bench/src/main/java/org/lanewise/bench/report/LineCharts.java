package org.lanewise.bench.report;

import java.awt.BasicStroke;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.lanewise.bench.compare.Engines;
import org.lanewise.bench.compare.Pass;
import org.lanewise.bench.compare.Row;

/** A line per pass for us, and a dashed one for the limit. */
final class LineCharts {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final float[] DASHES = {6, 5};
    private static final double KIB = 1024;

    private LineCharts() {}

    /** The cost of a byte against the size of a tensor. */
    static XYChart sizes(List<Row> rows) {
        XYChart chart = chart(
                "Cost of a byte that is read or written, on one thread, channels first",
                "KiB in a tensor",
                "ns per byte",
                LegendPosition.InsideNE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisDecimalPattern("0.###");
        for (Pass pass : Pass.values()) {
            for (String engine : List.of(Engines.OURS, Engines.LIMIT)) {
                add(
                        chart,
                        pass,
                        engine,
                        rows,
                        row -> row.work().bytes() / (double) pass.walks() / KIB,
                        row -> 1 / row.gigabytesPerSecond(engine).orElseThrow());
            }
        }
        // Whole decades: a logarithmic axis has labels there only.
        DoubleSummaryStatistics costs = rows.stream()
                .flatMapToDouble(row -> Stream.of(Engines.OURS, Engines.LIMIT)
                        .flatMap(engine -> row.gigabytesPerSecond(engine).stream())
                        .mapToDouble(speed -> 1 / speed))
                .summaryStatistics();
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(costs.getMin()))));
        chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(costs.getMax()))));
        return chart;
    }

    /** The bytes per second against threads. */
    static XYChart threads(List<Row> rows) {
        XYChart chart = chart(
                "Bytes read and written per second, " + rows.getFirst().work().shape() + ", channels first",
                "threads",
                "GB/s",
                LegendPosition.InsideSE);
        int most = rows.stream().mapToInt(Row::threads).max().orElseThrow();
        chart.getStyler().setXAxisDecimalPattern("0");
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax(most + 1.0);
        chart.getStyler().setYAxisMin(0.0);
        for (Pass pass : Pass.values()) {
            for (String engine : List.of(Engines.OURS, Engines.LIMIT)) {
                add(
                        chart,
                        pass,
                        engine,
                        rows,
                        Row::threads,
                        row -> row.gigabytesPerSecond(engine).orElseThrow());
            }
        }
        return chart;
    }

    private static void add(
            XYChart chart, Pass pass, String engine, List<Row> rows, ToDoubleFunction<Row> x, ToDoubleFunction<Row> y) {
        List<Row> chosen = rows.stream()
                .filter(row -> row.work().pass() == pass && row.micros(engine).isPresent())
                .toList();
        if (chosen.isEmpty()) {
            return;
        }
        boolean ours = engine.equals(Engines.OURS);
        XYSeries series = chart.addSeries(
                pass.label() + (ours ? "" : ", limit"),
                chosen.stream().mapToDouble(x).toArray(),
                chosen.stream().mapToDouble(y).toArray());
        series.setLineColor(Pictures.COLORS.get(pass.ordinal()));
        series.setMarkerColor(Pictures.COLORS.get(pass.ordinal()));
        series.setMarker(ours ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setLineStyle(
                ours
                        ? new BasicStroke(2.5f)
                        : new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
    }

    private static XYChart chart(String title, String xTitle, String yTitle, LegendPosition legend) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        Pictures.style(chart.getStyler(), legend);
        return chart;
    }
}
