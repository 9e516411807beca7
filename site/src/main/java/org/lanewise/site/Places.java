package org.lanewise.site;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Where the tree's files are in the site. Pages of Markdown and pictures lie as in the tree. */
final class Places {
    /** The style of all pages. */
    static final Path STYLE = Path.of("site.css");

    /** The start of the Javadoc. */
    static final Path API = Path.of("api", "index.html");

    private static final Path SOURCE = Path.of("source");
    private static final Set<String> PICTURES = Set.of("png", "svg", "jpg", "jpeg", "gif", "webp");

    private Places() {}

    /** The page of a Markdown file. */
    static Path ofDocument(Path markdown) {
        String name = markdown.getFileName().toString();
        String page = name.equals("README.md") ? "index.html" : name.replaceFirst("\\.md$", ".html");
        return markdown.resolveSibling(page);
    }

    /** The page that shows any other text. */
    static Path ofSource(Path file) {
        Path shown = SOURCE.resolve(file);
        return shown.resolveSibling(shown.getFileName() + ".html");
    }

    /** Whether a file goes along as it is. */
    static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return PICTURES.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
