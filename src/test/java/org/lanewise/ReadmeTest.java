package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.testing.ChildJvm;

/** The README's example compiles without a warning and runs, on the class path and on the module path. */
class ReadmeTest {
    /** Channel 1 is 0 but for 32 elements 100 to 131 among 25088; the textbook's mean and 1/std of these. */
    private static final String OUTPUT =
            String.format(Locale.ROOT, "mean of channel 1: %.4f, 1/std: %.4f%n", mean(), invStd());

    @TempDir
    Path folder;

    private static double mean() {
        double sum = 0;
        for (int n = 0; n < 32; n++) {
            sum += 100 + n;
        }
        return sum / (32 * 28 * 28);
    }

    private static double invStd() {
        double squares = (32 * 28 * 28 - 32) * mean() * mean();
        for (int n = 0; n < 32; n++) {
            squares += (100 + n - mean()) * (100 + n - mean());
        }
        return 1 / Math.sqrt(squares / (32 * 28 * 28) + 1e-5);
    }

    private static String example() throws IOException {
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertTrue(block.find(), "README.md has a block of Java");
        return block.group(1);
    }

    private void compile(List<String> options, Path... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                "-Xlint:all,-incubating", "-Werror", "-d", folder.resolve("out").toString()));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            assertTrue(
                    compiler.getTask(messages, files, null, arguments, null, files.getJavaFileObjects(sources))
                            .call(),
                    messages.toString());
        }
    }

    @Test
    void theExampleRunsOnTheClassPath() throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), example());
        compile(List.of("-cp", ChildJvm.engine().toString()), source);
        String classPath = ChildJvm.engine() + System.getProperty("path.separator") + folder.resolve("out");
        ChildJvm.Result vector = ChildJvm.java(
                "-Duser.language=en", "--add-modules", "jdk.incubator.vector", "-cp", classPath, "Example");
        assertEquals(OUTPUT, vector.out(), vector.err());
        ChildJvm.Result scalar = ChildJvm.java("-Duser.language=en", "-cp", classPath, "Example");
        assertEquals(OUTPUT, scalar.out(), scalar.err());
    }

    @Test
    void theExampleRunsOnTheModulePathWithoutAFlag() throws Exception {
        Path descriptor =
                Files.writeString(folder.resolve("module-info.java"), "module example { requires org.lanewise; }");
        Path source = Files.createDirectory(folder.resolve("example")).resolve("Example.java");
        Files.writeString(source, "package example;\n" + example());
        compile(List.of("-p", ChildJvm.engine().toString()), descriptor, source);
        ChildJvm.Result result = ChildJvm.java(
                "-Duser.language=en",
                "-p",
                ChildJvm.engine() + System.getProperty("path.separator") + folder.resolve("out"),
                "-m",
                "example/example.Example");
        assertEquals(0, result.status(), result.err());
        assertEquals(OUTPUT, result.out());
        assertTrue(!result.err().contains("scalar"), result.err());
    }
}
