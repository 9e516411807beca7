package org.lanewise.bench.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lanewise.bench.compare.CommandLines;

/** The command as a user sees it. */
class StartCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return CommandLines.run(new StartCommand(), new PrintWriter(out), new PrintWriter(err, true), args);
    }

    @Test
    void freshJvmsAreLinesOfATable() {
        assertEquals(
                0, run("--shapes", "2x3x4x4", "--ops", "backward", "--jvms", "1", "--millis", "50"), err::toString);
        List<String> rows = out.toString()
                .lines()
                .filter(line -> line.startsWith("| 2x3x4x4 "))
                .toList();
        assertEquals(4, rows.size(), out::toString);
        for (String row : rows) {
            assertTrue(row.matches("\\| 2x3x4x4 \\| (nchw|nhwc) \\| backward \\| (yes|no) \\|( +[0-9.]+ \\|){5}"), row);
        }
        assertTrue(out.toString().contains("cpu: "), out::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "--jvms,0,'jvms: 0, must be 1 to 1000'",
        "--millis,0,'millis: 0, must be 1 to 60000'",
        "--ops,fly,'ops: fly, must be train, infer or backward'",
        "--shapes,2x,'shape'"
    })
    void badInputIsOneLineAndStatus2(String option, String value, String message) {
        assertEquals(2, run(option, value));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().startsWith("bench/run start: " + message), err::toString);
        assertEquals("", out.toString());
    }
}
