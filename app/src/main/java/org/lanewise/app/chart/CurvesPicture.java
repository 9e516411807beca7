package org.lanewise.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.lanewise.app.train.Epoch;
import org.lanewise.app.train.Run;
import org.lanewise.tools.chart.Png;

/**
 * The curves of trainings: on the left the test accuracy after each epoch, on the right the training loss over all
 * steps.
 */
public final class CurvesPicture {
    /** The width and height of one of the two charts, in pixels. */
    private static final int WIDTH = 760;

    private static final int HEIGHT = 560;

    /** So many points on a loss curve: each is the mean over the steps between, for single steps are noise. */
    private static final int LOSS_POINTS = 100;

    private CurvesPicture() {}

    /**
     * Draws the picture.
     *
     * @param subtitle the data and settings, in a few words
     * @return a PNG file's contents
     */
    public static byte[] png(List<Run> runs, String subtitle) {
        return Png.of(2 * WIDTH, HEIGHT, graphics -> {
            accuracy(runs, subtitle).paint(graphics, WIDTH, HEIGHT);
            graphics.translate(WIDTH, 0);
            loss(runs, subtitle).paint(graphics, WIDTH, HEIGHT);
        });
    }

    private static XYChart accuracy(List<Run> runs, String subtitle) {
        XYChart chart = chart("Test accuracy — " + subtitle, "epoch", "test accuracy, %", LegendPosition.InsideSE);
        chart.getStyler().setYAxisDecimalPattern("0.0");
        chart.getStyler().setXAxisDecimalPattern("0");
        for (Run run : runs) {
            double[] epochs = run.epochs().stream().mapToDouble(Epoch::number).toArray();
            double[] percent = run.epochs().stream()
                    .mapToDouble(epoch -> 100 * epoch.testAccuracy())
                    .toArray();
            String name =
                    "%s (%.1f %% at the end)".formatted(Style.name(run.batchNormalized()), percent[percent.length - 1]);
            style(chart.addSeries(name, epochs, percent), run).setMarker(SeriesMarkers.CIRCLE);
        }
        // Room for the legend below the curves, and for a curve that is a point.
        double low = 100 * accuracies(runs).min().orElseThrow();
        double high = 100 * accuracies(runs).max().orElseThrow();
        chart.getStyler().setYAxisMin(Math.floor(low - (high - low) / 3));
        chart.getStyler().setYAxisMax(Math.ceil(high));
        int last = runs.getFirst().epochs().size();
        chart.getStyler().setXAxisMin(last == 1 ? 0.0 : 1.0);
        chart.getStyler().setXAxisMax(last == 1 ? 2.0 : (double) last);
        return chart;
    }

    private static DoubleStream accuracies(List<Run> runs) {
        return runs.stream().flatMap(run -> run.epochs().stream()).mapToDouble(Epoch::testAccuracy);
    }

    private static XYChart loss(List<Run> runs, String subtitle) {
        XYChart chart =
                chart("Training loss — " + subtitle, "epoch", "training loss (cross-entropy)", LegendPosition.InsideNE);
        chart.getStyler().setYAxisDecimalPattern("0.0");
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax((double) runs.getFirst().epochs().size());
        chart.getStyler().setYAxisMin(0.0);
        for (Run run : runs) {
            double[][] curve = means(run.stepLosses(), run.epochs().size());
            style(chart.addSeries(Style.name(run.batchNormalized()), curve[0], curve[1]), run)
                    .setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }

    /** The middle of each group of steps, in epochs, and the mean of their losses. */
    static double[][] means(double[] stepLosses, int epochs) {
        int points = Math.min(LOSS_POINTS, stepLosses.length);
        double[][] curve = new double[2][points];
        for (int i = 0; i < points; i++) {
            int from = (int) ((long) i * stepLosses.length / points);
            int to = (int) ((i + 1L) * stepLosses.length / points);
            double sum = 0;
            for (int step = from; step < to; step++) {
                sum += stepLosses[step];
            }
            curve[0][i] = (from + to) / 2.0 / stepLosses.length * epochs;
            curve[1][i] = sum / (to - from);
        }
        return curve;
    }

    private static XYChart chart(String title, String xTitle, String yTitle, LegendPosition legend) {
        XYChart chart = Style.chart(title, xTitle, yTitle, WIDTH, HEIGHT);
        chart.getStyler().setLegendPosition(legend);
        return chart;
    }

    private static XYSeries style(XYSeries series, Run run) {
        Color color = Style.color(run.batchNormalized());
        series.setLineColor(color);
        series.setMarkerColor(color);
        series.setLineStyle(new BasicStroke(2.5f));
        return series;
    }
}
