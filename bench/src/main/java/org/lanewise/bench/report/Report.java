package org.lanewise.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.lanewise.bench.compare.Comparison;
import org.lanewise.bench.compare.Row;
import org.lanewise.bench.compare.Summary;
import org.lanewise.bench.compare.Table;

/** The tables of all comparisons over shapes, and the pictures for which there are figures. */
final class Report {
    private final List<Comparison> comparisons;

    Report(List<Comparison> comparisons) {
        this.comparisons = comparisons;
    }

    /** Writes everything into a folder, and gives the files. */
    List<Path> write(Path folder) throws IOException {
        List<Path> pictures = new ArrayList<>();
        for (Part part : Part.of(rows(Comparison.STANDARD))) {
            List<CategoryChart> charts =
                    LimitChart.of(rows(Comparison.STANDARD).filter(part::has).toList(), part.label());
            // None where the limit has no part, as it has not in the passes with more than batch normalization.
            if (!charts.isEmpty()) {
                pictures.add(write(folder, part.picture(), charts));
            }
        }
        if (rows(Series.SIZES).findAny().isPresent()) {
            pictures.add(write(
                    folder,
                    "sizes.png",
                    List.of(LineCharts.sizes(rows(Series.SIZES).toList()))));
        }
        if (rows(Series.THREADS).findAny().isPresent()) {
            pictures.add(write(
                    folder,
                    "threads.png",
                    List.of(LineCharts.threads(rows(Series.THREADS).toList()))));
        }
        Path text = folder.resolve("results.md");
        Files.writeString(text, markdown(pictures));
        return Stream.concat(Stream.of(text), pictures.stream()).toList();
    }

    private Stream<Row> rows(String series) {
        return comparisons.stream()
                .filter(comparison -> comparison.series().equals(series))
                .flatMap(comparison -> comparison.rows().stream());
    }

    private static Path write(Path folder, String name, List<? extends Chart<?, ?>> charts) throws IOException {
        Path file = folder.resolve(name);
        Pictures.write(charts, file);
        return file;
    }

    private String markdown(List<Path> pictures) {
        StringBuilder text = new StringBuilder("# Times of batch normalization\n\nWritten by `bench/run report`.\n\n");
        text.append(Table.CAPTION).append('\n');
        for (Comparison comparison : comparisons) {
            if (comparison.series().equals(Comparison.STANDARD)) {
                append(text, comparison);
            }
        }
        if (!pictures.isEmpty()) {
            text.append("\n## Pictures\n\n");
            pictures.forEach(
                    picture -> text.append("![](").append(picture.getFileName()).append(")\n"));
        }
        return text.toString();
    }

    /** Behind a heading, as no figure says anything without it. */
    private static String cpu(Comparison comparison) {
        Object cpu = comparison.environment().get("cpu");
        return cpu == null ? "" : ", on " + cpu;
    }

    private static void append(StringBuilder text, Comparison comparison) {
        text.append("\n## Where\n\n");
        comparison
                .environment()
                .forEach((name, value) -> text.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        comparison
                .engines()
                .forEach((name, value) -> text.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        comparison
                .absent()
                .forEach((name, why) -> text.append("- absent: ")
                        .append(name)
                        .append(": ")
                        .append(why)
                        .append('\n'));
        text.append("- rounds: ").append(comparison.rounds()).append('\n');
        for (Part part : Part.of(comparison.rows().stream())) {
            List<Row> rows = comparison.rows().stream().filter(part::has).toList();
            Table table = new Table(
                    List.copyOf(comparison.engines().keySet()),
                    rows.stream().map(Row::work).toList());
            text.append("\n## T")
                    .append(part.label().substring(1))
                    .append(cpu(comparison))
                    .append("\n\n")
                    .append(Table.summary(Summary.of(rows)));
            text.append('\n').append(table.head()).append('\n');
            rows.forEach(row -> text.append(table.line(row)).append('\n'));
        }
    }
}
