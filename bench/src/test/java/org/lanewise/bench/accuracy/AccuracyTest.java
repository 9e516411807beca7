package org.lanewise.bench.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.lanewise.BatchNormOptions;
import org.lanewise.bench.compare.CommandLines;
import org.lanewise.tensor.Shape;
import org.lanewise.testkit.LanewiseSubject;
import org.lanewise.testkit.Subject;
import org.lanewise.testkit.Ulps;

/** The table measures what it says, has all its rows and columns, and is the same each time. */
class AccuracyTest {
    private static final Set<String> NAMES = Set.of(
            "offset 0, sigma 1",
            "offset 1e2, sigma 1",
            "offset 1e4, sigma 1",
            "offset 1e6, sigma 1",
            "offset 1e8, sigma 1",
            "offset 0, sigma 1e-3",
            "offset 1e2, sigma 1e-3",
            "offset 1e4, sigma 1e-3",
            "offset 1e6, sigma 1e-3",
            "offset 1e8, sigma 1e-3",
            "ramp 0, 1, 2, ...",
            "one outlier of 1e6",
            "constant",
            "magnitude 1e-30",
            "magnitude 1e30",
            "ordinary, few elements",
            "ordinary, many elements",
            "x, dy sorted",
            "x, dy sorted, many",
            "x, dy exponential",
            "x, dy exponential, many");

    /** The data of each row on few elements, for speed. */
    private static List<Data> small() {
        Shape shape = Shape.of(2, 3, 3, 5);
        return Data.all().stream()
                .map(data -> new Data(data.name(), shape, data.layout(), 3, data.channel(), data.gradient()))
                .toList();
    }

    @Test
    void theBestEngineIsHalfAnUlpOff() {
        Subject best = new RoundedExactSubject(value -> value);
        Subject worse = new RoundedExactSubject(Math::nextUp);
        Subject broken = new RoundedExactSubject(_ -> Float.NaN);
        for (Data data : small()) {
            Row row = Measurement.row(data, List.of(best), null, 1);
            Row worseRow = Measurement.row(data, List.of(worse), null, 1);
            Row brokenRow = Measurement.row(data, List.of(broken), null, 1);
            for (Quantity quantity : Quantity.values()) {
                String context = data.name() + " " + quantity;
                double error = row.errors(quantity).get("rounded");
                if (Double.isNaN(error)) {
                    assertEquals("magnitude 1e30 VARIANCE", context);
                    continue;
                }
                // A millionth for the exact value's own 40 digits and the quotient in double.
                assertTrue(error <= 0.5 + 1e-6, context + ": " + error);
                double worseError = worseRow.errors(quantity).get("rounded");
                assertTrue(worseError > error && worseError <= 1.5 + 1e-6, context + ": " + worseError);
                assertEquals(
                        Double.POSITIVE_INFINITY, brokenRow.errors(quantity).get("rounded"), context);
            }
        }
    }

    @Test
    void lanewiseIsTheSameEachTimeOnAnyThreadsAndWithinItsTargets() {
        Subject serial = new LanewiseSubject();
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            Subject pooled = new LanewiseSubject(BatchNormOptions.defaults().pool(pool));
            for (Data data : small()) {
                Row row = Measurement.row(data, List.of(serial), serial, 2);
                Row again = Measurement.row(data, List.of(pooled), pooled, 2);
                for (Quantity quantity : Quantity.values()) {
                    assertEquals(row.errors(quantity), again.errors(quantity), data.name() + " " + quantity);
                }
                row.errors(Quantity.MEAN)
                        .forEach((engine, error) -> assertTrue(error <= 1, data.name() + " " + engine));
                row.errors(Quantity.VARIANCE)
                        .forEach((engine, error) -> assertTrue(!(error > 1), data.name() + " " + engine));
                row.errors(Quantity.DGAMMA)
                        .forEach((engine, error) -> assertTrue(error <= 1, data.name() + " " + engine));
                row.errors(Quantity.DBETA)
                        .forEach((engine, error) -> assertTrue(error <= 1, data.name() + " " + engine));
                row.errors(Quantity.Y).forEach((engine, error) -> assertTrue(error <= 2, data.name() + " " + engine));
            }
        }
    }

    @Test
    void anErrorIsTheLargestOfAllSeeds() {
        Subject lanewise = new LanewiseSubject();
        Data data = small().getFirst();
        Row few = Measurement.row(data, List.of(lanewise), null, 2);
        Row many = Measurement.row(data, List.of(lanewise), null, 6);
        boolean anyLarger = false;
        for (Quantity quantity : Quantity.values()) {
            double error = few.errors(quantity).get("Lanewise");
            double largest = many.errors(quantity).get("Lanewise");
            assertTrue(largest >= error, quantity + ": " + largest + ", " + error);
            anyLarger |= largest > error;
        }
        assertTrue(anyLarger, "four more seeds change something");
    }

    @Test
    void sumsThatCancelAreMeasuredByTheirLargestTerm() {
        Truth truth = new Truth(new float[] {-1, 1, -1, 1}, new float[] {8, 8, -8, -8}, 1, 0, 0);
        assertEquals(0, truth.dgamma.signum());
        assertEquals(0, truth.dbeta.signum());
        assertEquals(8, truth.scaleOfDgamma);
        assertEquals(8, truth.scaleOfDbeta);
        Truth growing = new Truth(new float[] {-1, 1, -1, 1}, new float[] {-1, 3, -1, 3}, 1, 0, 0);
        assertEquals(8, growing.scaleOfDgamma);
        assertEquals(4, growing.scaleOfDbeta);
    }

    @Test
    void gradientsAreFilledAsTheDataSays() {
        for (Data data : Data.all()) {
            float[] gradient = new float[100];
            data.gradient().fill(gradient, new Random(1));
            float[] sorted = gradient.clone();
            Arrays.sort(sorted);
            assertEquals(data.name().contains("sorted"), Arrays.equals(sorted, gradient), data.name());
            assertEquals(data.name().contains("exponential"), sorted[0] >= 0, data.name());
        }
    }

    @Test
    void badInputIsOneLine() {
        assertEquals("bench/run accuracy: seeds: 0, must be 1 to 1000", refusal("--seeds", "0"));
        assertEquals("bench/run accuracy: seeds: 1001, must be 1 to 1000", refusal("--seeds", "1001"));
        assertEquals("bench/run accuracy: Unknown option: '--sides'", refusal("--sides"));
    }

    private static String refusal(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(
                2, CommandLines.run(new Accuracy(), new PrintWriter(out, true), new PrintWriter(err, true), arguments));
        assertEquals("", out.toString());
        return err.toString().strip();
    }

    private static Report report(Map<String, String> absent) {
        List<Row> rows = Data.all().stream().map(Row::new).toList();
        for (Row row : rows) {
            for (Quantity quantity : Quantity.values()) {
                row.add(quantity, "Lanewise", 0.25);
                row.add(quantity, "PyTorch", Double.POSITIVE_INFINITY);
                row.add(quantity, "other", Ulps.NONE);
                row.add(quantity, "far", 123456);
            }
        }
        return new Report(rows, 3, absent);
    }

    @Test
    void theTableHasAllRowsAndColumns() {
        String text = report(Map.of("oneDNN", "oneDNN: not here")).markdown();
        List<String> table = text.lines().filter(line -> line.startsWith("|")).toList();
        assertEquals(2 + Data.all().size(), table.size());
        assertEquals(1, table.stream().map(String::length).distinct().count(), "lines of one length");
        List<String> heading = cells(table.getFirst());
        assertEquals(2 + 6 * 5, heading.size());
        for (String quantity : List.of("mean", "variance", "y", "dx", "dgamma", "dbeta")) {
            for (String engine : List.of("Lanewise", "PyTorch", "oneDNN")) {
                assertTrue(heading.contains(quantity + " " + engine), heading + " " + quantity + " " + engine);
            }
        }
        assertEquals(
                List.of("0.25", "not finite", "-", "1.2e+05", "absent"),
                cells(table.get(2)).subList(2, 7));
        assertTrue(table.stream().anyMatch(line -> line.contains("channels last, 8 channels of 256")), text);
        assertTrue(text.contains("absent: oneDNN: not here"), text);
    }

    private static List<String> cells(String line) {
        return List.of(line.substring(2, line.length() - 2).split(" *\\| *"));
    }

    @Test
    void theJsonHasTheSame() throws IOException {
        Map<String, Object> document = JSON.std.mapFrom(report(Map.of()).json());
        assertEquals(3, document.get("seeds"));
        List<?> rows = (List<?>) document.get("rows");
        assertEquals(Data.all().size(), rows.size());
        for (Object element : rows) {
            Map<?, ?> row = (Map<?, ?>) element;
            assertTrue(NAMES.contains(row.get("data")), row.toString());
            for (Quantity quantity : Quantity.values()) {
                Map<?, ?> errors = (Map<?, ?>) row.get(quantity.label());
                assertEquals(0.25, errors.get("Lanewise"));
                assertEquals("not finite", errors.get("PyTorch"));
                assertTrue(errors.containsKey("other") && errors.get("other") == null, errors.toString());
            }
        }
    }
}
