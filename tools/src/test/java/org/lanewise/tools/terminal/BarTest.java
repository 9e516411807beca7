package org.lanewise.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());

    /** What is run on a terminal: a bar of each kind. */
    static final class Program {
        private Program() {}

        /** Shows bars for a while. */
        public static void main(String[] args) throws InterruptedException {
            try (Bar bar = Bar.of("eggs", 4)) {
                bar.step();
                Thread.sleep(600);
            }
            try (Bar bar = Bar.ofLong("spam", 4)) {
                bar.say("the second of four");
                bar.step();
                Thread.sleep(1200);
            }
            boolean shown;
            // Closed before the line is printed: a bar draws itself when it likes.
            try (Bar bar = Bar.of("more", 1)) {
                shown = bar.isShown();
            }
            System.err.println(Bar.none().isShown() + " " + shown);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void isDrawnOnATerminal() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), "needs " + SCRIPT);
        String output = run(List.of(SCRIPT.toString(), "-qec", "'" + String.join("' '", JAVA) + "'", "/dev/null"));
        String[] lines = output.split("[\r\n]+");
        assertTrue(output.endsWith("false true\r\n"), output);
        assertFalse(output.contains("\u001b"), "colours: " + output);
        String eggs = Arrays.stream(lines)
                .filter(line -> line.contains("eggs"))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertTrue(eggs.contains("1/4") && eggs.length() <= 79, eggs);
        String spam = Arrays.stream(lines)
                .filter(line -> line.contains("spam"))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertTrue(spam.contains("1/4") && spam.contains("the second"), spam);
        assertTrue(spam.length() > 79 && spam.length() <= 99, spam);
    }

    @Test
    void isNotDrawnElsewhere() throws IOException, InterruptedException {
        assertEquals("false false", run(JAVA).strip());
        assertFalse(Terminal.isThere());
    }
}
