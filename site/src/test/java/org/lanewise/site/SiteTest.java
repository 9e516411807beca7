package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of the project's documentation, and what the command refuses. */
class SiteTest {
    private static final Map<Path, Document> PAGES = new TreeMap<>();

    @TempDir
    Path folder;

    /** How the command ended, and what it printed. */
    private record Result(int status, String out, String err) {
        static Result of(Path root, String... arguments) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int status = Site.run(root, new PrintWriter(out), new PrintWriter(err), arguments);
            return new Result(status, out.toString(), err.toString());
        }
    }

    @BeforeAll
    static void read() throws IOException {
        for (Path page : MadeSite.PAGES) {
            PAGES.put(page, Jsoup.parse(MadeSite.FOLDER.resolve(page)));
        }
    }

    private static boolean isOurs(Path page) {
        return !page.startsWith("api");
    }

    @Test
    void everyLinkOfEveryPageResolves() {
        Map<Path, Set<String>> anchors = new TreeMap<>();
        PAGES.forEach((page, html) -> anchors.put(page, anchors(html)));
        List<String> problems = new ArrayList<>();
        PAGES.forEach((page, html) -> {
            for (Element element : html.select("[href], [src]")) {
                String target = element.hasAttr("href") ? element.attr("href") : element.attr("src");
                if (!target.matches("(https:|data:,|javascript:).*") && !resolves(page, target, anchors)) {
                    problems.add(page + ": " + target);
                }
            }
        });
        assertEquals("", String.join("\n", problems));
    }

    private static Set<String> anchors(Document html) {
        return html.select("[id], a[name]").stream()
                .map(element -> element.hasAttr("id") ? element.id() : element.attr("name"))
                .collect(Collectors.toSet());
    }

    private static boolean resolves(Path page, String target, Map<Path, Set<String>> anchors) {
        String[] parts = URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8)
                .split("#", 2);
        Path path = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (parts.length == 1 || parts[1].isEmpty()) {
            return Files.isRegularFile(MadeSite.FOLDER.resolve(path));
        }
        return anchors.getOrDefault(path, Set.of()).contains(parts[1]);
    }

    @Test
    void everyMarkdownFileHasAPageInTheContents() {
        Set<String> listed = PAGES.get(Path.of("index.html")).select("nav a").stream()
                .map(link -> link.attr("href"))
                .collect(Collectors.toSet());
        for (org.lanewise.site.Document document : Project.TREE.documents()) {
            Path place = Places.ofDocument(document.path());
            assertTrue(PAGES.containsKey(place), place::toString);
            assertTrue(listed.contains(place.toString()), place::toString);
        }
        assertTrue(listed.contains("api/index.html"));
    }

    @Test
    void pagesNeedNoScriptAndNothingFromAHost() {
        PAGES.forEach((page, html) -> {
            if (isOurs(page)) {
                assertEquals(0, html.select("script").size(), page::toString);
                assertEquals(0, html.select("[src^=http], link[href^=http]").size(), page::toString);
            }
        });
    }

    /** At 400 pixels, as a phone has, and at 1280; links and pictures are asked for, too. */
    @Tag("browser")
    @Test
    void noPageScrollsSidewaysInABrowser() throws Exception {
        Optional<Chromium> chromium = Chromium.find();
        assumeTrue(chromium.isPresent(), "Chromium is not installed: sudo apt-get install chromium");
        String result = Measurement.of(MadeSite.FOLDER, MadeSite.PAGES, chromium.get(), folder);
        String measured = "{\"measured\":" + 2 * MadeSite.PAGES.size() + ",\"links\":";
        assertTrue(result.startsWith(measured), result);
        assertEquals("[]", result.replaceFirst("^.*\"problems\":(.*)}$", "$1"));
    }

    @Test
    void tablesAndCodeScrollByThemselves() {
        PAGES.forEach((page, html) -> {
            if (isOurs(page)) {
                for (Element table : html.select("main table")) {
                    assertTrue(table.parent().hasClass("scroll"), page::toString);
                }
                assertEquals(0, html.select("main pre").not("[tabindex]").size(), page::toString);
            }
        });
    }

    @Test
    void whatTestsAreToldIsNotShown() {
        PAGES.forEach((page, html) ->
                assertFalse(isOurs(page) && html.html().matches("(?s).*<!-- *(setup|not run):.*"), page::toString));
    }

    @Test
    void theJavadocHasEngineAndTestKitAlone() {
        assertTrue(PAGES.containsKey(Path.of("api/org.lanewise/org/lanewise/BatchNorm2d.html")));
        assertTrue(PAGES.containsKey(Path.of("api/org.lanewise.testkit/org/lanewise/testkit/Verdict.html")));
        Path kernels = Path.of("api/org.lanewise/org/lanewise/kernel");
        assertTrue(PAGES.keySet().stream().noneMatch(page -> page.startsWith(kernels)));
    }

    @Test
    void anOlderSiteIsReplaced() throws IOException {
        Path root = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(root.resolve("README.md"), "# A tree\n");
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("site.css"), "");
        Path stale = Files.writeString(out.resolve("stale.html"), "");
        assertEquals(1, Result.of(root, "--out", out.toString()).status(), "the tree has no sources");
        assertTrue(Files.exists(stale), "a failure leaves it as it was");

        try (Publication publication = new Publication(out)) {
            publication.write(Path.of("index.html"), "new");
            publication.finish();
        }
        assertFalse(Files.exists(stale));
        assertEquals("new", Files.readString(out.resolve("index.html")));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count());
        }
    }

    @Test
    void badInputIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        refuses("out: " + file + ", must be new, empty, or a folder with an older site", "--out", file.toString());
        Path below = file.resolve("site");
        refuses("out: " + below + ", must be a folder that can be written to", "--out", below.toString());
        refuses("out: " + folder + ", must be new, empty, or a folder with an older site", "--out", folder.toString());
        refuses("Unknown option: '--no'", "--no");
        assertEquals("kept", Files.readString(file));
    }

    private static void refuses(String message, String... arguments) {
        assertEquals(new Result(2, "", "site: " + message + "\n"), Result.of(Project.TREE.root(), arguments));
    }

    @Test
    void aDeadLinkIsOneLine() throws IOException {
        Path root = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(root.resolve("README.md"), "# A tree\n\n[There](there.md#it)\n");
        Result result = Result.of(root, "--out", folder.resolve("out").toString());
        assertEquals(new Result(2, "", "site: README.md: link there.md#it, no file or folder there.md\n"), result);
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
