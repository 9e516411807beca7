package org.lanewise.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One of the charts of a {@link PanelPicture}.
 *
 * @param title in bold above it
 * @param x the axis to the right
 * @param y the axis upwards
 * @param lines what it shows; where there is none, the note stands in its place
 * @param note why there is nothing to show
 */
record Panel(String title, Axis x, Axis y, List<Line> lines, String note) {
    /**
     * An axis.
     *
     * @param title what it counts
     * @param logarithmic whether the same distance is the same factor
     * @param least where it begins
     * @param most where it ends
     */
    record Axis(String title, boolean logarithmic, double least, double most) {
        private Axis untitled() {
            return new Axis("", logarithmic, least, most);
        }

        /** A logarithmic axis from one power of ten to another, around all values that are positive and finite. */
        static Axis decades(String title, List<Line> lines) {
            double[] values = lines.stream()
                    .flatMapToDouble(line -> Arrays.stream(line.y))
                    .filter(value -> value > 0 && Double.isFinite(value))
                    .toArray();
            double least = Arrays.stream(values).min().orElse(1);
            double most = Arrays.stream(values).max().orElse(1);
            return new Axis(
                    title,
                    true,
                    Math.pow(10, Math.floor(Math.log10(least) - 1e-9)),
                    Math.pow(10, Math.ceil(Math.log10(most) + 1e-9)));
        }
    }

    /**
     * A line, or points.
     *
     * @param x where each point is
     * @param y its value; where that is NaN the line is interrupted
     * @param look how it is drawn
     */
    record Line(double[] x, double[] y, Look look) {}

    /**
     * How a line is drawn.
     *
     * @param color of the line
     * @param width of the line, in pixels; 0 for points alone
     * @param dashed or solid
     * @param markers whether each point is marked
     */
    record Look(Color color, float width, boolean dashed, boolean markers) {
        BasicStroke stroke() {
            return dashed
                    ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 5}, 0)
                    : new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
    }

    /** The chart, if there is anything to show. */
    Optional<XYChart> chart(int width, int height) {
        XYChart chart = Style.chart(title, x.title, y.title, width, height);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setChartPadding(8);
        chart.getStyler().setXAxisLogarithmic(x.logarithmic);
        chart.getStyler().setYAxisLogarithmic(y.logarithmic);
        chart.getStyler().setXAxisMin(x.least);
        chart.getStyler().setXAxisMax(x.most);
        chart.getStyler().setYAxisMin(y.least);
        chart.getStyler().setYAxisMax(y.most);
        if (!x.logarithmic) {
            chart.getStyler().setXAxisDecimalPattern("0.##");
        }
        if (!y.logarithmic) {
            chart.getStyler().setYAxisDecimalPattern("0.##");
        }
        int number = 0;
        for (Line line : lines) {
            if (line.x.length > 0 && Arrays.stream(line.y).anyMatch(this::isShown)) {
                add(chart, "line" + number++, line);
            }
        }
        return number == 0 ? Optional.empty() : Optional.of(chart);
    }

    private boolean isShown(double value) {
        return Double.isFinite(value) && !(y.logarithmic && value <= 0);
    }

    private void add(XYChart chart, String name, Line line) {
        double[] shown = Arrays.stream(line.y)
                .map(value -> isShown(value) ? Math.min(value, y.most) : Double.NaN)
                .toArray();
        XYSeries series = chart.addSeries(name, line.x, shown);
        series.setLineColor(line.look.color);
        series.setMarkerColor(line.look.color);
        series.setMarker(line.look.markers ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        if (line.look.width == 0) {
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        } else {
            series.setLineStyle(line.look.stroke());
        }
    }

    /** The same panel in another place of a picture: axes that only the margin needs have their titles there alone. */
    Panel withTitles(boolean xTitle, boolean yTitle) {
        return new Panel(title, xTitle ? x : x.untitled(), yTitle ? y : y.untitled(), lines, note);
    }

    static List<Line> all(List<List<Line>> parts) {
        List<Line> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }
}
