package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each command of the documentation exists, and works. */
class CommandsTest {
    private static final int MINUTES = 10;
    private static final String COPY = "lanewise";
    private static final String BUILT = ".built";

    @TempDir
    Path folder;

    /** Clearing the folder away must not reach what it leads to. */
    @AfterEach
    void unlink() throws IOException {
        Files.deleteIfExists(folder.resolve(COPY).resolve(BUILT));
    }

    @Test
    void everyCommandAndOptionExists() throws IOException {
        List<Command> commands = Command.of(Project.TREE);
        assertTrue(!commands.isEmpty(), "the documentation has commands");
        Programs programs = new Programs(Project.TREE);
        List<String> problems = new ArrayList<>();
        for (Command command : commands) {
            programs.problem(command).ifPresent(problem -> problems.add(command.place() + "\n    " + problem));
        }
        assertEquals("", String.join("\n", problems));
    }

    @Test
    void everyCommandThatIsNotRunSaysWhy() {
        for (Command command : Command.of(Project.TREE)) {
            assertTrue(command.notRun().isEmpty() || !command.notRun().get().isBlank(), command::place);
        }
    }

    /** In a copy of the tree, since commands leave files where they are run. */
    @Tag("commands")
    @TestFactory
    Stream<DynamicTest> everyCommandWorks() throws IOException {
        Path copy = copy();
        return Command.of(Project.TREE).stream()
                .filter(command -> command.notRun().isEmpty())
                .map(command -> dynamicTest(
                        command.place(),
                        Project.place(command.block().file(), command.line()),
                        () -> run(copy, command)));
    }

    private static void run(Path copy, Command command) throws Exception {
        // Tools of the JDK such as jfr, whether or not the reader has them on the PATH.
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
        Processes.Result result = Processes.run(
                copy, MINUTES, Map.of("PATH", path), List.of("bash", "-euo", "pipefail", "-c", command.text()));
        assertEquals(0, result.status(), () -> result.err() + result.out());
    }

    private Path copy() throws IOException {
        Path root = Project.TREE.root();
        List<Path> files = new ArrayList<>(Project.TREE.files());
        try (Stream<Path> settings = Files.list(root.resolve(".mvn"))) {
            settings.map(root::relativize).forEach(files::add);
        }
        Path copy = Files.createDirectory(folder.resolve(COPY));
        for (Path file : files) {
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(root.resolve(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        // What launchers built of the same sources.
        Files.createDirectories(root.resolve(BUILT));
        Files.createSymbolicLink(copy.resolve(BUILT), root.resolve(BUILT));
        return copy;
    }
}
