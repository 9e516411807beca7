package org.lanewise.bench.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.BatchNorm;
import org.lanewise.bench.compare.Case;
import org.lanewise.bench.compare.CommandLines;
import org.lanewise.bench.compare.Pass;
import org.lanewise.bench.compare.Row;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/** The guard's command, and what it takes for slower. */
class GuardCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) throws URISyntaxException {
        Path engine = Path.of(BatchNorm.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--base-commit=a commit";
        all[args.length + 1] = "--base-jar=" + engine;
        return CommandLines.run(new GuardCommand(), new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    @Test
    void anEngineIsNotSlowerThanItself() throws URISyntaxException {
        // Ten times as long, since quick figures are no figures.
        assertEquals(0, run("--quick", "--types", "bfloat16", "--percent", "1000"), err::toString);
        List<String> rows =
                out.toString().lines().filter(line -> line.matches("\\| \\d.*")).toList();
        assertEquals(6, rows.size(), out::toString);
        rows.forEach(row -> assertTrue(row.matches("\\| 64x32 .* bfloat16 .* \\d+[.]\\d\\d \\|"), row));
        assertTrue(out.toString().endsWith("No kernel is more than 1000.0 % slower than a commit's.\n"), out::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--types=float8",
                "--types",
                "--percent=0",
                "--percent=-1",
                "--percent=NaN",
                "--percent=1001",
                "--threads=0",
                "--shapes=2x"
            })
    void badInputIsOneLineAndStatus2(String option) throws URISyntaxException {
        assertEquals(2, run(option));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().startsWith("bench/run guard: "), err::toString);
    }

    private static Row row(double now, double before) {
        Row row = new Row(new Case(Shape.of(4, 5), Layout.CHANNELS_FIRST, Pass.INFER), 1);
        row.time("lanewise", now, 2 * now, 3 * now);
        row.time(Duel.BEFORE, before, 2 * before, 3 * before);
        return row;
    }

    @Test
    void slowerIsWhatTakesTooLongOrIsWrong() {
        Row fast = row(10, 20);
        Row same = row(10.9, 10);
        Row slow = row(11.1, 10);
        Row wrong = row(10, 10);
        wrong.fail("lanewise", "a test");
        assertEquals(List.of(slow, wrong), GuardCommand.slower(List.of(fast, same, slow, wrong), 10));
        assertEquals(List.of(wrong), GuardCommand.slower(List.of(fast, same, slow, wrong), 12));
    }

    @ParameterizedTest
    @EnumSource
    void eachTypeIsGuardedInAllPassesAndLayouts(ElementType type) {
        List<Case> cases = GuardedCases.of(type);
        for (String layout : List.of("nchw", "nhwc", "nc")) {
            EnumSet<Pass> passes = EnumSet.noneOf(Pass.class);
            cases.stream()
                    .filter(work -> work.layoutLabel().equals(layout) && work.type() == type)
                    .forEach(work -> passes.add(work.pass()));
            assertEquals(6, passes.size(), layout);
        }
    }
}
