package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/** What follows from times. */
class RowTest {
    private static Row row(long channels, double ours, double pytorch, double blocked) {
        Row row = new Row(new Case(Shape.of(10, channels, 5, 5), Layout.CHANNELS_FIRST, Pass.INFER), 1);
        row.time(Engines.OURS, ours, 2 * ours, 4 * ours);
        row.time("pytorch", pytorch, 2 * pytorch, 40 * pytorch);
        row.time(Engines.BLOCKED, blocked, 2 * blocked, 4 * blocked);
        return row;
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        Row row = row(4, 10, 20, 5);
        assertEquals(Optional.of(20.0), row.micros(Engines.OURS));
        assertEquals(Optional.of(1.0), row.ratio(Engines.OURS));
        assertEquals(Optional.of(2.0), row.ratio("pytorch"), "2, 2 and 20");
        assertEquals(Optional.of(0.5), row.ratio(Engines.BLOCKED));
        assertEquals(Optional.empty(), row.ratio("onednn"));
        // 1000 floats, read and written, in 20 microseconds.
        assertEquals(8000 / 20e-6 / 1e9, row.gigabytesPerSecond(Engines.OURS).orElseThrow(), 1e-9);
    }

    @Test
    void theSummaryHasMeanAndWorstPerOpponent() {
        List<Summary> lines = Summary.of(List.of(row(4, 10, 20, 5), row(8, 10, 80, 20)));
        assertEquals(
                List.of(
                        new Summary(Pass.INFER, "nchw", "best peer", 2, 4, 2, "10x4x5x5 nchw"),
                        new Summary(Pass.INFER, "nchw", "best, blocked too", 2, 1, 0.5, "10x4x5x5 nchw"),
                        new Summary(Pass.INFER, "nchw", "pytorch", 2, 4, 2, "10x4x5x5 nchw"),
                        new Summary(Pass.INFER, "nchw", "onednn-blocked", 2, 1, 0.5, "10x4x5x5 nchw")),
                lines.stream().map(RowTest::rounded).toList());
        assertTrue(Table.summary(lines)
                .contains("| infer    | nchw   | best peer         |     2 |           4.00 |  2.00 |"));
    }

    private static Summary rounded(Summary line) {
        return new Summary(
                line.pass(),
                line.layout(),
                line.against(),
                line.cases(),
                Math.round(line.mean() * 1e6) / 1e6,
                line.worst(),
                line.worstShape());
    }

    @Test
    void aTableHasOneWidth() {
        Row row = row(4, 10, 20, 5);
        row.fail("onednn", "wrong by far");
        Table table = new Table(List.of("lanewise", "pytorch", "onednn", "onednn-blocked"), List.of(row.work()));
        List<String> lines = (table.head() + "\n" + table.line(row)).lines().toList();
        assertEquals(1, lines.stream().map(String::length).distinct().count(), () -> String.join("\n", lines));
        assertEquals(
                "| 10x4x5x5         | nchw   | infer    |       1 |      20.0 |    0.4 |    2.00 |  wrong |         "
                        + "  0.50 |",
                lines.getLast());
    }

    @Test
    void aTypeThatIsNotTheUsualOneIsInEachRowAndCountsItsBytes() {
        Row row = new Row(new Case(Shape.of(10, 4, 5, 5), Layout.CHANNELS_LAST, ElementType.BFLOAT16, Pass.TRAIN), 2);
        row.time(Engines.OURS, 1);
        Table table = new Table(List.of("lanewise"), List.of(row.work()));
        assertEquals("""
                | shape            | layout | type     | op       | threads |        us |   GB/s |
                |:-----------------|:-------|:---------|:---------|--------:|----------:|-------:|
                | 10x4x5x5         | nhwc   | bfloat16 | train    |       2 |       1.0 |    6.0 |""", table.head() + "\n" + table.line(row));
        assertEquals("10x4x5x5 nhwc bfloat16 train", row.work().toString());
    }

    @Test
    void longNamesOfPassesWidenTheirColumn() {
        Shape shape = Shape.of(10, 4, 5, 5);
        List<Case> cases = Comparer.cases(
                List.of(shape),
                List.of(Layout.CHANNELS_FIRST),
                ElementType.FLOAT32,
                List.of(Pass.BACKWARD_ADD_RELU, Pass.TRAIN));
        Row row = new Row(cases.getFirst(), 1);
        row.time(Engines.OURS, 10);
        row.time("pytorch", 20);
        Table table = new Table(List.of("lanewise", "pytorch"), cases);
        List<String> lines = (table.head() + "\n" + table.line(row)).lines().toList();
        assertEquals(1, lines.stream().map(String::length).distinct().count(), () -> String.join("\n", lines));
        List<String> summary = Table.summary(Summary.of(List.of(row))).lines().toList();
        assertEquals(1, summary.stream().map(String::length).distinct().count(), () -> String.join("\n", summary));
        // x and dy, the residual's gradient and dx; x and the former are read twice.
        assertEquals(6 * 4000, row.work().bytes());
    }
}
