package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.testing.ChildJvm;
import org.lanewise.testing.StartMain;

/** What the first call of a JVM loads: a class that it doesn't need costs a service time. */
class StartTest {
    private static final Pattern LANEWISE = Pattern.compile("org\\.lanewise\\.\\S+");

    @TempDir
    Path folder;

    private List<String> loadedBy(String... flags) throws Exception {
        Path log = folder.resolve("classes.txt");
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.addAll(List.of(
                "--add-modules=jdk.incubator.vector",
                "-Xlog:class+load:file=" + log,
                "-cp",
                ChildJvm.engine() + System.getProperty("path.separator") + ChildJvm.tests(),
                StartMain.class.getName()));
        ChildJvm.Result result = ChildJvm.java(arguments.toArray(String[]::new));
        assertEquals("inferred, recorder false", result.out().strip(), result.err());
        return LANEWISE.matcher(Files.readString(log))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void aCallLoadsItsOwnKernelsAlone() throws Exception {
        List<String> loaded = loadedBy("-Dlanewise.provider=vector");
        assertTrue(loaded.contains("org.lanewise.kernel.vector.float32.PlanesNormalize"), loaded.toString());
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(name -> name.matches(".*(64|16|Rows\\w+|Moments|GradientSums|OperationEvent|Extended)"))
                        .filter(name -> !name.equals("org.lanewise.stats.ChannelMoments"))
                        .toList());
    }

    @Test
    void theFirstCallNeedsNoVectors() throws Exception {
        List<String> loaded = loadedBy();
        assertTrue(loaded.contains("org.lanewise.kernel.scalar.float32.PlanesNormalize"), loaded.toString());
        assertTrue(loaded.contains("org.lanewise.kernel.vector.float32.PlanesNormalize"), loaded.toString());
        // The vectors' own, which are loaded when the kernel runs.
        assertFalse(loaded.contains("org.lanewise.kernel.vector.float32.Float32Vectors"), loaded.toString());
    }
}
