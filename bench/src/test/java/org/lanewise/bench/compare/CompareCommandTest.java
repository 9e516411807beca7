package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tools.time.Effort;

/** The command, its options and its JSON. */
class CompareCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return CommandLines.run(new CompareCommand(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--shapes=2x",
                "--shapes=2x3x4x5x6",
                "--shapes=1x5",
                "--shapes=0x5",
                "--shapes=99999999999x2",
                "--shapes=99999x999999",
                "--layout=nhcw",
                "--type=float8",
                "--type=FLOAT32",
                "--type",
                "--ops=train,fly",
                "--engines=abacus",
                "--threads=0",
                "--threads=some",
                "--json=/",
                "--in-place=1",
                "--json=/no/such/folder/x",
                "--json",
                "--unknown",
                "extra"
            })
    void badInputIsOneLineAndStatus2(String option) {
        assertEquals(2, run(option));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().startsWith("bench/run compare: "), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void aComparisonIsATableAndADocument() throws IOException {
        Path json = folder.resolve("times.json");
        assertEquals(
                0,
                run(
                        "--quick",
                        "--shapes",
                        "4x5,2x3x4x5",
                        "--layout",
                        "nhwc",
                        "--ops",
                        "train,infer",
                        "--engines",
                        "java,limit",
                        "--threads",
                        "1",
                        "--json",
                        json.toString()),
                err::toString);
        List<String> rows =
                out.toString().lines().filter(line -> line.matches("\\| \\d.*")).toList();
        assertEquals(4, rows.size(), out::toString);
        assertTrue(rows.getFirst().startsWith("| 4x5              | nc     | train    |       1 |"), rows.getFirst());
        assertTrue(rows.getLast().startsWith("| 2x3x4x5          | nhwc   | infer    |       1 |"), rows.getLast());

        Map<String, Object> document = JSON.std.mapFrom(Files.readString(json));
        assertEquals(
                List.of("series", "environment", "rounds", "engines", "absent", "cases", "summary"),
                List.copyOf(document.keySet()));
        assertEquals(
                Set.of("jdk", "os", "cpu", "cores", "caches", "governor", "other work"),
                ((Map<?, ?>) document.get("environment")).keySet());
        assertEquals(Set.of("lanewise", "java", "limit"), ((Map<?, ?>) document.get("engines")).keySet());
        Map<?, ?> first = (Map<?, ?>) ((List<?>) document.get("cases")).getFirst();
        assertEquals(
                Set.of("shape", "layout", "type", "op", "threads", "bytes", "gigabytesPerSecond", "engines"),
                first.keySet());
        Map<?, ?> ours = (Map<?, ?>) ((Map<?, ?>) first.get("engines")).get("lanewise");
        assertEquals(Set.of("microseconds", "ratio", "rounds"), ours.keySet());
        assertEquals(1.0, ours.get("ratio"));
        assertEquals(240, first.get("bytes"));
        assertEquals("float32", first.get("type"));
        assertTrue(!out.toString().contains("float32"), out::toString);
    }

    @Test
    void eachOpHasAFusedForm() throws IOException {
        Path json = folder.resolve("times.json");
        assertEquals(
                0,
                run(
                        "--quick",
                        "--shapes",
                        "4x5",
                        "--engines",
                        "scalar,java,limit",
                        "--threads",
                        "1",
                        "--fused",
                        "--json",
                        json.toString()),
                err::toString);
        List<Row> rows = Document.read(json).rows();
        assertEquals(
                List.of(Pass.TRAIN_ADD_RELU, Pass.INFER_ADD_RELU, Pass.BACKWARD_ADD_RELU),
                rows.stream().map(row -> row.work().pass()).toList());
        rows.forEach(
                row -> assertEquals(Set.of("lanewise", "scalar"), row.times().keySet()));
        assertTrue(
                out.toString().contains("| 4x5              | nc     | backward_add_relu |       1 |"), out::toString);
    }

    @Test
    void eachOpHasAFormInPlace() {
        assertEquals(
                0,
                run("--quick", "--shapes", "4x5", "--engines", "scalar,java", "--threads", "1", "--in-place"),
                err::toString);
        for (String op : List.of("train", "infer", "backward")) {
            assertTrue(out.toString().contains("| 4x5              | nc     | " + op + "_in_place"), out::toString);
        }
        assertEquals(2, run("--fused", "--in-place"));
        assertEquals("bench/run compare: in-place: not with --fused, whose output is another tensor\n", err.toString());
    }

    @Test
    void fusedAndPlainOpsMayStandSideBySide() {
        assertEquals(
                0,
                run(
                        "--quick",
                        "--shapes",
                        "4x5",
                        "--engines",
                        "lanewise",
                        "--threads",
                        "1",
                        "--ops",
                        "infer,infer_add_relu"),
                err::toString);
        assertEquals(
                2,
                out.toString()
                        .lines()
                        .filter(line -> line.matches("\\| 4x5 .* infer.*"))
                        .count(),
                out::toString);
    }

    @Test
    void aDocumentCanBeReadAgain() throws IOException {
        Path json = folder.resolve("times.json");
        assertEquals(
                0,
                run(
                        "--quick",
                        "--shapes",
                        "4x5",
                        "--engines",
                        "java,limit",
                        "--threads",
                        "2",
                        "--json",
                        json.toString()),
                err::toString);
        Comparison comparison = Document.read(json);
        Path again = folder.resolve("again.json");
        Document.write(comparison, again);
        assertEquals(Files.readString(json), Files.readString(again));
        assertEquals(3, comparison.rows().size());
        assertEquals(Optional.of(1.0), comparison.rows().getFirst().ratio("lanewise"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float64", "bfloat16", "float16"})
    void anotherTypeIsNamedWhereverThereAreFigures(String type) throws IOException {
        Path json = folder.resolve("times.json");
        assertEquals(
                0,
                run(
                        "--quick",
                        "--type",
                        type,
                        "--shapes",
                        "4x5",
                        "--ops",
                        "train",
                        "--engines",
                        "java,scalar",
                        "--threads",
                        "1",
                        "--json",
                        json.toString()),
                err::toString);
        assertTrue(out.toString().contains("| 4x5              | nc     | " + type), out::toString);
        assertTrue(out.toString().contains("\ntype: " + type + "\n"), out::toString);
        assertTrue(
                out.toString().contains("\nabsent: java: plain Java: its loops are for float32 alone\n"),
                out::toString);
        Row row = Document.read(json).rows().getFirst();
        assertEquals(type, row.work().typeLabel());
        assertEquals(60L * row.work().type().bytes(), row.work().bytes());
        assertEquals(Set.of("lanewise", "scalar"), row.times().keySet());
        Path again = folder.resolve("again.json");
        Document.write(Document.read(json), again);
        assertEquals(Files.readString(json), Files.readString(again));
    }

    @Test
    void withoutShapesTheStandardOnesAreCompared() {
        assertEquals(3 * 12 + 4 + 3, StandardShapes.all().size());
        assertEquals(
                2 * 3 * 39 + 3 * 4,
                Comparer.cases(StandardShapes.all(), List.of(Layout.values()), ElementType.FLOAT32, Pass.PLAIN)
                        .size());
    }

    @Test
    void anEngineAgainstItselfIsAsFast() {
        // By a wide margin, since the machine may be busy: it is to find a harness that gives one of them another work.
        Case work = new Case(StandardShapes.parse("8x64x28x28"), Layout.CHANNELS_FIRST, Pass.INFER);
        Row row = play(work, new LanewiseEngine("lanewise"), new LanewiseEngine("twin"));
        assertEquals(1, row.ratio("twin").orElseThrow(), 0.5);
    }

    @Test
    void anEngineThatIsWrongIsNotTimed() {
        Engine liar = new Engine() {
            @Override
            public String name() {
                return "liar";
            }

            @Override
            public String version() {
                return "1";
            }

            @Override
            public Run prepare(Workload workload, Pass pass, int threads) {
                return () -> workload.out().segment().fill((byte) 0);
            }
        };
        Case work = new Case(StandardShapes.parse("4x5"), Layout.CHANNELS_FIRST, Pass.TRAIN);
        Row row = play(work, new LanewiseEngine("lanewise"), liar);
        assertEquals(Set.of("lanewise"), row.times().keySet());
        assertEquals(Set.of("liar"), row.failures().keySet());
    }

    private static Row play(Case work, Engine... engines) {
        List<LocalContestant> contestants = Arrays.stream(engines)
                .map(engine -> new LocalContestant(engine, Effort.quick()))
                .toList();
        try {
            return new Contest(contestants, 1, 3).play(work);
        } finally {
            contestants.forEach(LocalContestant::close);
        }
    }
}
