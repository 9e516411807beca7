package org.lanewise.site;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** A Markdown file, by its path from the tree's root. */
public record Document(Path path, String text) {
    private static final List<TablesExtension> TABLES = List.of((TablesExtension) TablesExtension.create());
    private static final Parser PARSER = Parser.builder()
            .extensions(TABLES)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(TABLES).build();

    /** A heading: its level from 1 to 6, what it says, and the anchor by which links reach it. */
    public record Heading(int level, String title, String anchor) {}

    /** The file's blocks, each with the lines that it takes. */
    public Node blocks() {
        return PARSER.parse(text);
    }

    /** The file as HTML, headings with their anchors; a new copy with each call. */
    public Element html() {
        Element body = Jsoup.parseBodyFragment(RENDERER.render(blocks())).body();
        body.ownerDocument().outputSettings().prettyPrint(false);
        Anchors anchors = new Anchors();
        for (Element heading : body.select("h1, h2, h3, h4, h5, h6")) {
            heading.id(anchors.next(heading.text()));
        }
        return body;
    }

    /** All headings, in order. */
    public List<Heading> headings() {
        return html().select("h1, h2, h3, h4, h5, h6").stream()
                .map(heading -> new Heading(heading.tagName().charAt(1) - '0', heading.text(), heading.id()))
                .toList();
    }

    /** What the first heading says, or the file's name if it has none. */
    public String title() {
        return headings().stream()
                .findFirst()
                .map(Heading::title)
                .orElse(path.getFileName().toString());
    }

    /** All links and pictures, in order: those of Markdown and those of HTML. */
    public List<Link> links() {
        return html().select("a[href], img[src], source[srcset]").stream()
                .flatMap(Document::targets)
                .map(target -> new Link(path, target))
                .collect(Collectors.toList());
    }

    private static Stream<String> targets(Element element) {
        return Stream.of("href", "src", "srcset").filter(element::hasAttr).map(element::attr);
    }
}
