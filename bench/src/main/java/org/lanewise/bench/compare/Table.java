package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A comparison as text: lines of equal columns that can be printed one by one, and are Markdown too. */
public final class Table {
    /** What the columns mean. */
    public static final String CAPTION = """
            us and GB/s are ours; GB/s is of the bytes that inference (2 tensors), training (3) and backward (5) move if nothing is
            found in the cache. The other columns are that engine's time divided by ours, the median over rounds: above 1 it is
            slower than we are. limit: plain loops that do the least memory work. onednn-blocked works on copies in a layout of its
            own, which are not timed. pytorch's backward gives new memory each time. -: the engine does not have this case.""";

    /** Wide enough for 32x2048x112x112. */
    private static final int SHAPE = 16;

    private final List<String> engines;

    /** A table of the engines that took part. */
    public Table(List<String> engines) {
        this.engines = engines.stream().filter(name -> !name.equals(Engines.OURS)).toList();
    }

    /** The two lines above the rows. */
    public String head() {
        List<String> cells = new ArrayList<>(List.of("shape", "layout", "op", "threads", "us", "GB/s"));
        cells.addAll(engines);
        String first = line(cells);
        StringBuilder second = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            second.append(i < 3 ? "|:" : "|-").append("-".repeat(width(i))).append(i < 3 ? "-" : ":");
        }
        return first + "\n" + second.append("|");
    }

    /** One row. */
    public String line(Row row) {
        Case work = row.work();
        List<String> cells = new ArrayList<>(List.of(
                work.shape().toString(), work.layoutLabel(), work.pass().label(), Integer.toString(row.threads()),
                row.micros(Engines.OURS).map(time -> format("%.1f", time)).orElse("-"),
                row.gigabytesPerSecond(Engines.OURS).map(speed -> format("%.1f", speed)).orElse("-")));
        for (String engine : engines) {
            Optional<Double> ratio = row.ratio(engine);
            cells.add(row.failures().containsKey(engine) ? "wrong" : ratio.map(r -> format("%.2f", r)).orElse("-"));
        }
        return line(cells);
    }

    /** The lines of a summary. */
    public static String summary(List<Summary> lines) {
        StringBuilder text = new StringBuilder(format("| %-8s | %-6s | %-17s | %5s | %14s | %5s | %-22s |%n", "op", "layout",
                "against", "cases", "geometric mean", "worst", "where"));
        text.append("|:---------|:-------|:------------------|------:|---------------:|------:|:-----------------------|\n");
        for (Summary line : lines) {
            text.append(format("| %-8s | %-6s | %-17s | %5d | %14.2f | %5.2f | %-22s |%n", line.pass().label(), line.layout(),
                    line.against(), line.cases(), line.mean(), line.worst(), line.worstShape()));
        }
        return text.toString();
    }

    private String line(List<String> cells) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            text.append(format(i < 3 ? "| %-" + width(i) + "s " : "| %" + width(i) + "s ", cells.get(i)));
        }
        return text.append("|").toString();
    }

    private int width(int column) {
        return switch (column) {
            case 0 -> SHAPE;
            case 1 -> 6;
            case 2 -> 8;
            case 3 -> 7;
            case 4 -> 9;
            case 5 -> 6;
            default -> Math.max(6, engines.get(column - 6).length());
        };
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
