package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.testing.ChildJvm;
import org.lanewise.testing.ProviderMain;

/** Which kernels a JVM gets, by the flags that it is started with. */
class ProviderInfoTest {
    private static final String ADD_MODULE = "--add-modules=jdk.incubator.vector";

    private static ChildJvm.Result run(String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.add("-cp");
        arguments.add(ChildJvm.engine() + System.getProperty("path.separator") + ChildJvm.tests());
        arguments.add(ProviderMain.class.getName());
        return ChildJvm.java(arguments.toArray(String[]::new));
    }

    private static long logLines(ChildJvm.Result result) {
        return result.err().lines().filter(line -> line.contains("Lanewise")).count();
    }

    @Test
    void vectorsWhereTheModuleIs() throws Exception {
        ChildJvm.Result result = run(ADD_MODULE);
        assertTrue(result.out().startsWith("1 vector "), result.toString());
        assertEquals(0, logLines(result));
    }

    @Test
    void theWidthIsTheMachinesButNoMoreThanTheFlagAllows() throws Exception {
        assertTrue(run(ADD_MODULE, "-XX:MaxVectorSize=16").out().startsWith("1 vector 128 "));
        assertTrue(run(ADD_MODULE, "-XX:MaxVectorSize=32").out().startsWith("1 vector 256 "));
    }

    @Test
    void withoutTheModuleTheScalarKernelsAndOneLineThatNamesTheFlag() throws Exception {
        ChildJvm.Result result = run();
        assertTrue(result.out().startsWith("1 scalar 0 "), result.toString());
        assertEquals(1, logLines(result), result.err());
        assertTrue(result.err().contains("--add-modules jdk.incubator.vector"), result.err());
    }

    @Test
    void withVectorsTooNarrowTheScalarKernels() throws Exception {
        ChildJvm.Result result = run(ADD_MODULE, "-XX:MaxVectorSize=8");
        assertTrue(result.out().startsWith("1 scalar 0 vectors have 64 bits"), result.toString());
        assertEquals(1, logLines(result), result.err());
    }

    @Test
    void withoutTheOptimizingCompilerTheScalarKernels() throws Exception {
        for (String flag : new String[] {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=3"}) {
            ChildJvm.Result result = run(ADD_MODULE, flag);
            assertTrue(result.out().startsWith("1 scalar 0 "), flag + ": " + result);
            assertEquals(1, logLines(result), result.err());
        }
    }

    @Test
    void withoutTheModuleThatTellsOfFlagsVectors() throws Exception {
        ChildJvm.Result result =
                run(ADD_MODULE, "--limit-modules=jdk.incubator.vector,jdk.jfr", "-XX:-TieredCompilation");
        assertTrue(result.out().startsWith("1 vector "), result.toString());
        assertEquals(0, logLines(result));
    }

    @Test
    void onAnImageWithoutTheModuleTheScalarKernelsAndALineThatSaysSo() throws Exception {
        ChildJvm.Result result = run("--limit-modules=java.base,java.logging,jdk.jfr");
        assertTrue(result.out().startsWith("1 scalar 0 "), result.toString());
        assertEquals(1, logLines(result), result.err());
    }

    @Test
    void withAnotherVectorApiTheScalarKernelsAndALineThatSaysSo(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(
                folder.resolve("VectorShape.java"),
                "package jdk.incubator.vector; public class VectorShape { }",
                StandardCharsets.UTF_8);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--patch-module=jdk.incubator.vector=" + folder,
                        "-d",
                        folder + "/patch",
                        "" + source);
        assertEquals(0, status);
        ChildJvm.Result result = run(ADD_MODULE, "--patch-module=jdk.incubator.vector=" + folder + "/patch");
        assertTrue(result.out().startsWith("1 scalar 0 the Vector API of this JDK is not the one"), result.toString());
        assertEquals(1, logLines(result), result.err());
    }

    @Test
    void aForcedProviderIsTakenWithoutALine() throws Exception {
        ChildJvm.Result scalar = run(ADD_MODULE, "-Dlanewise.provider=scalar");
        assertTrue(scalar.out().startsWith("1 scalar 0 forced"), scalar.toString());
        assertEquals(0, logLines(scalar));
        ChildJvm.Result vector = run(ADD_MODULE, "-Xint", "-Dlanewise.provider=vector");
        assertTrue(vector.out().startsWith("1 vector "), vector.toString());
        assertEquals(0, logLines(vector));
    }

    @Test
    void aForcedProviderThatCantBeHadIsRefusedAtEachUse() throws Exception {
        ChildJvm.Result missing = run("-Dlanewise.provider=vector");
        assertEquals(
                2,
                missing.out()
                        .lines()
                        .filter(line -> line.startsWith("refused: lanewise.provider"))
                        .count(),
                missing.toString());
        assertTrue(missing.out().contains("--add-modules jdk.incubator.vector"), missing.out());
        ChildJvm.Result unknown = run(ADD_MODULE, "-Dlanewise.provider=gpu");
        String refusal = "refused: lanewise.provider: gpu, must be auto, scalar or vector";
        assertEquals(2, unknown.out().lines().filter(refusal::equals).count(), unknown.out());
        ChildJvm.Result narrow = run(ADD_MODULE, "-Dlanewise.provider=vector", "-XX:MaxVectorSize=8");
        assertTrue(
                narrow.out().startsWith("refused: lanewise.provider: vector is forced, but vectors have 64 bits"),
                narrow.out());
    }
}
