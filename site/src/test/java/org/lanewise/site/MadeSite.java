package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The site of the project's documentation, made once for all tests; it stays for who wants to look at it. */
final class MadeSite {
    /** Its folder. */
    static final Path FOLDER = make();

    /** All its pages, from its root. */
    static final List<Path> PAGES = pages();

    private MadeSite() {}

    private static Path make() {
        Path folder = Path.of("target", "tested-site").toAbsolutePath();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Site.run(Project.TREE.root(), new PrintWriter(out), new PrintWriter(err), "--out", folder.toString());
        assertEquals(0, status, err::toString);
        assertEquals(folder.resolve("index.html") + "\n", out.toString());
        assertEquals("", err.toString());
        return folder;
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    .map(FOLDER::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
