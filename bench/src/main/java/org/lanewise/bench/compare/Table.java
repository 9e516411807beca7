package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lanewise.tensor.ElementType;

/** A comparison as text: lines of equal columns that can be printed one by one, and are Markdown too. */
public final class Table {
    /** What the columns mean. */
    public static final String CAPTION = """
            us and GB/s are ours; GB/s is of the bytes that inference (2 tensors), training (3) and backward (5) move
            if nothing is found in the cache, one more with _add_relu. The other columns are that engine's time
            divided by ours, the median over rounds: above 1 it is slower than we are. Each engine has a process of
            its own, which is stopped while another has its turn. limit: plain loops that do the least memory work and
            sum in float; limit-double: the same with sums in double, as ours are. onednn-blocked works on copies in a
            layout of its own, which are not timed. pytorch's backward gives new memory each time. -: the engine does
            not have this case.""";

    /** Wide enough for 32x2048x112x112. */
    private static final int SHAPE = 16;

    /** Wide enough for backward. */
    private static final int OP = 8;

    private record Column(String name, int width, boolean isText, Function<Row, String> value) {
        String cell(String text) {
            return format((isText ? "| %-" : "| %") + width + "s ", text);
        }

        String rule() {
            return (isText ? "|:" : "|-") + "-".repeat(width) + (isText ? "-" : ":");
        }
    }

    private final List<Column> columns = new ArrayList<>();

    /**
     * A table of the engines that took part, with room for what they did; types have a column unless all are float32.
     */
    public Table(List<String> engines, List<Case> cases) {
        columns.add(new Column("shape", SHAPE, true, row -> row.work().shape().toString()));
        columns.add(new Column("layout", 6, true, row -> row.work().layoutLabel()));
        if (cases.stream().anyMatch(work -> work.type() != ElementType.FLOAT32)) {
            columns.add(new Column("type", 8, true, row -> row.work().typeLabel()));
        }
        columns.add(new Column(
                "op",
                opWidth(cases.stream().map(Case::pass)),
                true,
                row -> row.work().pass().label()));
        columns.add(new Column("threads", 7, false, row -> Integer.toString(row.threads())));
        columns.add(new Column("us", 9, false, row -> number("%.1f", row.micros(Engines.OURS))));
        columns.add(new Column("GB/s", 6, false, row -> number("%.1f", row.gigabytesPerSecond(Engines.OURS))));
        for (String engine : engines) {
            if (!engine.equals(Engines.OURS)) {
                columns.add(new Column(engine, Math.max(6, engine.length()), false, row -> ratio(row, engine)));
            }
        }
    }

    private static String ratio(Row row, String engine) {
        return row.failures().containsKey(engine) ? "wrong" : number("%.2f", row.ratio(engine));
    }

    private static String number(String format, Optional<Double> value) {
        return value.map(number -> format(format, number)).orElse("-");
    }

    /** The two lines above the rows. */
    public String head() {
        return line(Column::name) + "\n" + columns.stream().map(Column::rule).collect(Collectors.joining()) + "|";
    }

    /** One row. */
    public String line(Row row) {
        return line(column -> column.value().apply(row));
    }

    private String line(Function<Column, String> text) {
        return columns.stream().map(column -> column.cell(text.apply(column))).collect(Collectors.joining()) + "|";
    }

    /** The lines of a summary. */
    public static String summary(List<Summary> lines) {
        int op = opWidth(lines.stream().map(Summary::pass));
        StringBuilder text = new StringBuilder(format(
                "| %-" + op + "s | %-6s | %-17s | %5s | %14s | %5s | %-22s |%n",
                "op",
                "layout",
                "against",
                "cases",
                "geometric mean",
                "worst",
                "where"));
        text.append("|:-")
                .append("-".repeat(op))
                .append("|:-------|:------------------|------:|---------------:|------:|:-----------------------|\n");
        for (Summary line : lines) {
            text.append(format(
                    "| %-" + op + "s | %-6s | %-17s | %5d | %14.2f | %5.2f | %-22s |%n",
                    line.pass().label(),
                    line.layout(),
                    line.against(),
                    line.cases(),
                    line.mean(),
                    line.worst(),
                    line.worstShape()));
        }
        return text.toString();
    }

    private static int opWidth(Stream<Pass> passes) {
        return passes.mapToInt(pass -> pass.label().length()).reduce(OP, Math::max);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
