package org.lanewise.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.bench.compare.CommandLines;

/** The report that is made of measurements. */
class ReportCommandTest {
    private static final int BLUE = 0xff0072b2;
    private static final int VERMILION = 0xffd55e00;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        System.setProperty("java.awt.headless", "true");
        return CommandLines.run(new ReportCommand(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    /** What bench/run compare --json writes, as far as it is read. */
    private Path document(String series, String... cases) throws IOException {
        Path file = folder.resolve(series + ".json");
        return Files.writeString(file, """
                {"series": "%s", "environment": {"jdk": "a JDK"}, "rounds": 3, "engines": {"lanewise": "1", "limit": "C"},
                 "absent": {"pytorch": "not here"}, "cases": [%s]}
                """.formatted(series, String.join(",", cases)));
    }

    private static String row(String shape, String layout, String op, int threads, double ours) {
        return row(shape, layout, op, threads, ours, ours / 2);
    }

    private static String row(String shape, String layout, String op, int threads, double ours, double limit) {
        return """
                {"shape": "%s", "layout": "%s", "op": "%s", "threads": %d, "engines": {
                  "lanewise": {"rounds": [%s, %s, %s]}, "limit": {"rounds": [%s, %s, %s]}}}
                """.formatted(shape, layout, op, threads, ours, ours, ours, limit, limit, limit);
    }

    @Test
    void tablesAndPicturesOfWhatWasMeasured() throws IOException {
        Path shapes = document(
                "compare",
                row("8x64x28x28", "nchw", "train", 1, 100),
                row("8x64x28x28", "nhwc", "train", 1, 200, 50),
                row("64x128", "nc", "infer", 2, 10));
        Path sizes = document("sizes", row("1x64x4", "nchw", "infer", 1, 1), row("1x64x4096", "nchw", "infer", 1, 100));
        Path threads = document(
                "threads", row("8x64x28x28", "nchw", "train", 1, 100), row("8x64x28x28", "nchw", "train", 2, 50));
        Path to = folder.resolve("new/results");
        assertEquals(
                0,
                run("--from", shapes + "," + sizes, "--from", threads.toString(), "--to", to.toString()),
                err::toString);
        List<String> names = List.of("limit-1.png", "limit-2.png", "results.md", "sizes.png", "threads.png");
        try (Stream<Path> files = Files.list(to)) {
            assertEquals(
                    names,
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        String text = Files.readString(to.resolve("results.md"));
        assertTrue(text.contains("- jdk: a JDK\n") && text.contains("- absent: pytorch: not here\n"), text);
        assertTrue(
                text.contains("\n| 8x64x28x28       | nhwc   | train    |       1 |     200.0 |   24.1 |   0.25 |\n"),
                text);
        assertTrue(text.contains("| train    | all    | limit             |     2 |           0.35 |  0.25 |"), text);
        assertTrue(text.contains("## Threads: 2") && text.contains("![](sizes.png)"), text);
        // A marker alone has some 40 points, without the legend's.
        assertTrue(count(to.resolve("limit-1.png"), BLUE) > 60, "nchw in limit-1.png");
        assertTrue(count(to.resolve("limit-1.png"), VERMILION) > 60, "nhwc in limit-1.png");
        assertTrue(count(to.resolve("sizes.png"), VERMILION) > 500, "infer in sizes.png");
        assertTrue(count(to.resolve("threads.png"), BLUE) > 500, "train in threads.png");
    }

    /** Documents without a type are of float32: all of the other tests' are. */
    @Test
    void anotherTypeHasTablesAndPicturesOfItsOwn() throws IOException {
        Path usual = document("compare", row("8x64x28x28", "nchw", "train", 1, 100));
        Path other = Files.writeString(
                folder.resolve("other.json"),
                Files.readString(usual).replace("\"layout\"", "\"type\": \"bfloat16\", \"layout\""));
        assertEquals(0, run("--from", usual + "," + other, "--to", folder.toString()), err::toString);
        String text = Files.readString(folder.resolve("results.md"));
        assertTrue(text.contains("## Threads: 1\n") && text.contains("## Threads: 1, type: bfloat16\n"), text);
        assertTrue(
                text.contains("\n| 8x64x28x28       | nchw   | train    |       1 |     100.0 |   48.2 |   0.50 |\n"),
                text);
        assertTrue(
                text.contains("\n| 8x64x28x28       | nchw   | bfloat16 | train    |       1 |     100.0 |   24.1 |   "
                        + "0.50 |\n"),
                text);
        assertTrue(text.contains("![](limit-1.png)\n![](limit-bfloat16-1.png)\n"), text);
        assertTrue(count(folder.resolve("limit-bfloat16-1.png"), BLUE) > 60, "nchw in limit-bfloat16-1.png");
    }

    @Test
    void rowsWithoutALimitMakeATableAndNoPicture() throws IOException {
        Path times = document("compare", """
                {"shape": "8x64x28x28", "layout": "nchw", "op": "backward_add_relu", "threads": 1, "engines": {
                  "lanewise": {"rounds": [10, 10, 10]}}}
                """);
        assertEquals(
                0,
                run("--from", times.toString(), "--to", folder.resolve("fused").toString()),
                err::toString);
        try (Stream<Path> files = Files.list(folder.resolve("fused"))) {
            assertEquals(
                    List.of("results.md"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
        String text = Files.readString(folder.resolve("fused/results.md"));
        assertTrue(text.contains("\n| 8x64x28x28       | nchw   | backward_add_relu |       1 |      10.0 |"), text);
    }

    private static long count(Path picture, int color) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        int[] points = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(points).filter(point -> point == color).count();
    }

    @Test
    void aFileThatIsNoComparisonIsOneLineAndStatus2() throws IOException {
        for (String content : List.of(
                "",
                "no JSON",
                "{}",
                "[1]",
                "{\"cases\": [{}]}",
                Files.readString(document("compare", row("8x64", "nc", "fly", 1, 1))))) {
            err.getBuffer().setLength(0);
            Path file = Files.writeString(folder.resolve("bad.json"), content);
            assertEquals(2, run("--from", file.toString(), "--to", folder.toString()), content);
            assertEquals(1, err.toString().lines().count(), err::toString);
            assertTrue(err.toString().startsWith("bench/run report: from: " + file), err::toString);
        }
        assertEquals(2, run("--from", folder.resolve("none.json").toString()));
        assertEquals(
                2,
                run(
                        "--to",
                        "/dev/null/x",
                        "--from",
                        document("compare", row("8x64", "nc", "train", 1, 1)).toString()));
        assertEquals("", out.toString());
    }

    @Test
    void anUnknownSeriesIsOneLineAndStatus2() {
        assertEquals(2, run("--series", "sizes,colours", "--to", folder.toString()));
        assertEquals("bench/run report: series: colours, must be of [compare, sizes, threads]\n", err.toString());
    }
}
