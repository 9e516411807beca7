package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What each command says of itself. */
class HelpTest {
    private static final int COLUMNS = 100;

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }

    private static CommandRun run(String command, String option) {
        // Without the name of all of them.
        String[] words = (command + " " + option).split(" ");
        return CommandRun.of((Object[]) Stream.of(words).skip(1).toArray(String[]::new));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelpThatFits() {
        return all(Lanewise.commandLine(Path.of("no-data")))
                .map(command -> command.getCommandSpec().qualifiedName())
                .map(name -> DynamicTest.dynamicTest(name, () -> assertHelpFits(name)));
    }

    private static void assertHelpFits(String name) {
        CommandRun help = run(name, "--help");
        assertEquals(0, help.status());
        assertEquals("", help.err());
        List<String> lines = help.out().lines().toList();
        assertTrue(lines.getFirst().startsWith("Usage: " + name + " "), help.out());
        for (String line : lines) {
            assertTrue(line.length() <= COLUMNS, line);
            assertEquals(line.stripTrailing(), line);
            assertFalse(line.contains("${") || line.contains("%n") || line.contains("@|"), line);
        }
        assertFalse(lines.getLast().isEmpty(), help.out());
        assertEquals(help, run(name, "-h"));
        assertEquals(run("lanewise", "--version"), run(name, "-V"));
    }

    @Test
    void theWidthIsMadeUseOf() {
        assertTrue(run("lanewise check-model", "--help").out().lines().anyMatch(line -> line.length() > COLUMNS - 10));
    }

    @Test
    void theVersionIsThatOfTheBuildAndTheJdk() {
        CommandRun version = run("lanewise", "--version");
        assertEquals(0, version.status());
        assertEquals("", version.err());
        List<String> lines = version.out().lines().toList();
        assertEquals(2, lines.size(), version.out());
        assertTrue(lines.getFirst().matches("lanewise \\d+\\.\\d+\\.\\d+(-\\S+)?"), version.out());
        assertTrue(lines.getLast().startsWith("JDK " + Runtime.version() + " ("), version.out());
    }
}
