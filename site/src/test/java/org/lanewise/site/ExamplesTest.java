package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each example is one file of Java and a POM; it compiles without a warning, and runs. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> examplesCompileAndRun() {
        TreeSet<Path> examples = new TreeSet<>();
        for (Path file : Project.TREE.files()) {
            if (file.startsWith(EXAMPLES) && file.getNameCount() > 2) {
                examples.add(file.subpath(0, 2));
            }
        }
        assertFalse(examples.isEmpty(), "there are examples");
        return examples.stream()
                .map(example -> dynamicTest(
                        example.toString(), Project.place(example.resolve("pom.xml"), 1), () -> check(example)));
    }

    private void check(Path example) throws Exception {
        List<Path> files = Project.TREE.files().stream()
                .filter(file -> file.startsWith(example))
                .toList();
        List<Path> sources =
                files.stream().filter(file -> file.toString().endsWith(".java")).toList();
        assertEquals(1, sources.size(), sources::toString);
        assertEquals(true, files.contains(example.resolve("pom.xml")), "has a POM");

        String name = sources.getFirst().getFileName().toString();
        Path classes = folder.resolve(example.getFileName());
        Compiler compiler =
                new Compiler(classes.toFile().mkdirs() ? classes : folder, "-cp", Compiler.join(Project.classPath()));
        assertEquals(
                Map.of(),
                compiler.compile(List.of(new Compiler.Source(
                        name, sources.getFirst().toString(), Project.TREE.text(sources.getFirst()), true))));
        Processes.Result result = Processes.java(
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                Compiler.join(Project.classPath()) + File.pathSeparator + classes,
                name.replace(".java", ""));
        assertEquals(0, result.status(), result.err());
        assertFalse(result.out().isBlank(), "prints what it did");
    }
}
