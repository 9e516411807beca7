package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lanewise.testing.ChildJvm;

/** What the sources say of themselves: which package knows which, and that generated kernels are up to date. */
class HouseTest {
    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("src/generated/java"));
    private static final Pattern COMMENT_OR_LITERAL =
            Pattern.compile("/\\*(?s:.*?)\\*/|//.*|\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])'");
    private static final Pattern PACKAGE = Pattern.compile("\\bpackage ([\\w.]+);");
    private static final Pattern OURS = Pattern.compile("\\borg\\.lanewise(\\.[a-z]\\w*)*(?=\\.[A-Z])");

    @Test
    void packagesDependOneWay() throws IOException {
        Map<String, Set<String>> known = packages();
        assertTrue(known.get("org.lanewise.kernel.call").contains("org.lanewise.kernel.sums"), known.toString());
        // Packages that know no others are taken away again and again. What is left knows itself.
        boolean progress = true;
        while (progress) {
            Set<String> free = new TreeSet<>();
            known.forEach((name, others) -> {
                if (others.isEmpty()) {
                    free.add(name);
                }
            });
            free.forEach(known::remove);
            known.values().forEach(others -> others.removeAll(free));
            progress = !free.isEmpty();
        }
        assertEquals(Map.of(), known, "packages in a circle, or above one");
    }

    @Test
    void onlyTheVectorKernelsImportTheVectorApi() throws IOException {
        Set<String> rooms = new TreeSet<>();
        for (Path file : files()) {
            String code = code(file);
            if (code.contains("jdk.incubator.vector.")) {
                rooms.add(name(code));
            }
        }
        assertTrue(rooms.remove("org.lanewise.kernel.vector"));
        rooms.removeIf(room -> room.startsWith("org.lanewise.kernel.vector."));
        assertEquals(Set.of(), rooms);
    }

    @Test
    void generatedKernelsAreWhatTheGeneratorMakes() throws Exception {
        ChildJvm.Result result = ChildJvm.java("build/GenerateKernels.java", "--check");
        assertEquals(0, result.status(), result.toString());
    }

    /** Which packages each package names in its code. */
    private static Map<String, Set<String>> packages() throws IOException {
        Map<String, Set<String>> known = new TreeMap<>();
        for (Path file : files()) {
            String code = code(file);
            String name = name(code);
            Set<String> others = known.computeIfAbsent(name, _ -> new TreeSet<>());
            OURS.matcher(code).results().map(match -> match.group()).forEach(others::add);
            others.remove(name);
        }
        return known;
    }

    private static String name(String code) {
        return PACKAGE.matcher(code).results().findFirst().orElseThrow().group(1);
    }

    private static String code(Path file) throws IOException {
        return COMMENT_OR_LITERAL.matcher(Files.readString(file)).replaceAll("");
    }

    private static List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path source : SOURCES) {
            try (Stream<Path> files = Files.walk(source)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }
}
