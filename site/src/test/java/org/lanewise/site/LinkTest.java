package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which links of Markdown files lead somewhere. */
class LinkTest {
    @TempDir
    Path folder;

    private Tree tree() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        Files.createDirectories(folder.resolve("target"));
        Files.writeString(folder.resolve("README.md"), "# Top\n");
        Files.writeString(
                folder.resolve("docs/guide.md"), "# A guide\n\n## What's `new`, and why?\n\n## Twice\n\n## Twice\n");
        Files.writeString(folder.resolve("docs/a b.txt"), "one\ntwo\n");
        Files.writeString(folder.resolve("target/built.md"), "# Built\n");
        return Tree.read(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "guide.md |",
                "../README.md#top |",
                "#twice-1 |",
                "guide.md#whats-new-and-why |",
                "../docs |",
                "../ |",
                "a%20b.txt |",
                "a%20b.txt#L2 |",
                "a%20b.txt#L1-L2 |",
                "https://example.org/a?b#c |",
                "mailto:a@example.org |",
                "guide.md#twice-2 | no heading of docs/guide.md has this anchor",
                "README.md | no file or folder docs/README.md",
                "../target/built.md | no file or folder target/built.md",
                "../../outside.md | leads out of the tree",
                "/etc/passwd | leads out of the tree",
                "a%20b.txt#L3 | docs/a b.txt has 2 lines",
                "a%20b.txt#two | an anchor of a file must be a line, as L12 or L12-L15",
                "../docs#two | a folder has no anchors",
                "http://example.org | must be https:// and a host",
                "https:example.org | must be https:// and a host",
                "//example.org/a | must be https:// and a host"
            })
    void problems(String target, String problem) throws IOException {
        assertEquals(
                problem,
                new Link(Path.of("docs/guide.md"), target).problem(tree()).orElse(null));
    }

    @Test
    void linksOfMarkdownAndOfHtmlAreFound() {
        String text = "[a](b.md) ![c](d.png)\n\n<picture><source srcset=\"e.svg\"><img src=\"f.png\"></picture>\n";
        assertEquals(
                "b.md d.png e.svg f.png",
                String.join(
                        " ",
                        new Document(Path.of("x.md"), text)
                                .links().stream().map(Link::target).toList()));
    }
}
