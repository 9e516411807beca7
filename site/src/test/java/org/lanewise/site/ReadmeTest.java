package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program runs however one may start it, and prints the textbook's numbers. */
class ReadmeTest {
    /** Channel 1 is 0 but for 32 elements 100 to 131 among 25088; the textbook's mean and 1/std of these. */
    private static final String OUTPUT =
            String.format(Locale.ROOT, "mean of channel 1: %.4f, 1/std: %.4f%n", mean(), invStd());

    private static final int COUNT = 32 * 28 * 28;
    private static final Path README = Path.of("README.md");

    @TempDir
    Path folder;

    private static double mean() {
        double sum = 0;
        for (int n = 0; n < 32; n++) {
            sum += 100 + n;
        }
        return sum / COUNT;
    }

    private static double invStd() {
        double squares = (COUNT - 32) * mean() * mean();
        for (int n = 0; n < 32; n++) {
            squares += (100 + n - mean()) * (100 + n - mean());
        }
        return 1 / Math.sqrt(squares / COUNT + 1e-5);
    }

    private static String program() {
        return Block.of(Project.TREE.document(README)).stream()
                .filter(block -> block.language().equals("java"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    /** Compiles the program as it stands there, and gives its name. */
    private String compile(String path, String more, String... options) throws IOException {
        Matcher name = Pattern.compile("public class (\\w+)").matcher(program());
        assertEquals(true, name.find(), "README.md has a public class");
        Compiler.Source main = new Compiler.Source(path + name.group(1) + ".java", "program", more + program(), true);
        Compiler.Source module =
                new Compiler.Source("module-info.java", "module", "module example { requires org.lanewise; }", true);
        assertEquals(
                Map.of(),
                new Compiler(folder, options).compile(path.isEmpty() ? List.of(main) : List.of(module, main)));
        return name.group(1);
    }

    @Test
    void theProgramRunsOnTheClassPath() throws Exception {
        String name = compile("", "", "-cp", Project.engine().toString());
        String classPath = Project.engine() + File.pathSeparator + folder;
        Processes.Result vector = Processes.java("--add-modules", "jdk.incubator.vector", "-cp", classPath, name);
        assertEquals(OUTPUT, vector.out(), vector.err());
        assertFalse(vector.err().contains("scalar"), vector.err());
        Processes.Result scalar = Processes.java("-cp", classPath, name);
        assertEquals(OUTPUT, scalar.out(), scalar.err());
        assertEquals(true, scalar.err().contains("--add-modules"), scalar.err());
    }

    @Test
    void theProgramRunsOnTheModulePathWithoutAFlag() throws Exception {
        String name =
                compile("example/", "package example;\n", "-p", Project.engine().toString());
        Processes.Result result =
                Processes.java("-p", Project.engine() + File.pathSeparator + folder, "-m", "example/example." + name);
        assertEquals(OUTPUT, result.out(), result.err());
        assertFalse(result.err().contains("scalar"), result.err());
    }
}
