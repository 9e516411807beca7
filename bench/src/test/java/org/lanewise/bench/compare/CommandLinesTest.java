package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.bench.report.ReportCommand;
import org.lanewise.bench.start.StartCommand;
import picocli.CommandLine;

/** The help of the commands. */
class CommandLinesTest {
    private static final int COLUMNS = 100;

    @ParameterizedTest
    @ValueSource(classes = {CompareCommand.class, ReportCommand.class, StartCommand.class})
    void helpFits(Class<? extends Callable<Integer>> type) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Callable<Integer> command = CommandLine.defaultFactory().create(type);
        assertEquals(0, CommandLines.run(command, new PrintWriter(out), new PrintWriter(err, true), "--help"));
        assertEquals("", err.toString());
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.getFirst().startsWith("Usage: bench/run "), out::toString);
        int longest = lines.stream().mapToInt(String::length).max().orElseThrow();
        assertTrue(longest > COLUMNS - 10 && longest <= COLUMNS, out::toString);
        assertTrue(lines.stream().allMatch(line -> line.equals(line.stripTrailing())), out::toString);
    }
}
