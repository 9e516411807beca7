package org.lanewise.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;

/** The pages of a tree: one for each Markdown file, and one for each other text that these lead to. */
final class Pages {
    private final Tree tree;
    private final List<Page> documents = new ArrayList<>();
    private final List<Page> sources = new ArrayList<>();
    private final TreeSet<Path> pictures = new TreeSet<>(Comparator.comparing(Path::toString));
    private final TreeSet<Path> shown = new TreeSet<>(Comparator.comparing(Path::toString));

    private Pages(Tree tree) {
        this.tree = tree;
    }

    /** Makes them. A dead link is an error. */
    static Pages of(Tree tree) throws IOException {
        Pages pages = new Pages(tree);
        for (Document document : tree.documents()) {
            pages.documents.add(pages.page(document));
        }
        for (Path file : pages.shown) {
            pages.sources.add(SourcePage.of(file, tree.text(file)));
        }
        return pages;
    }

    /** The pages of Markdown files. */
    List<Page> documents() {
        return documents;
    }

    /** The pages of other texts. */
    List<Page> sources() {
        return sources;
    }

    /** The pictures on the pages, by their paths in tree and site. */
    Iterable<Path> pictures() {
        return pictures;
    }

    private Page page(Document document) throws IOException {
        Element body = document.html();
        Page page = new Page(Places.ofDocument(document.path()), document.title(), document.headings(), body);
        // They tell the tests what a reader need not know.
        body.nodeStream(Comment.class).toList().forEach(Comment::remove);
        for (String attribute : List.of("href", "src", "srcset")) {
            for (Element element :
                    body.select("a[href], img[src], source[srcset]").select("[" + attribute + "]")) {
                lead(page, element, attribute, new Link(document.path(), element.attr(attribute)));
            }
        }
        for (Element table : body.select("table")) {
            table.wrap("<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"></div>");
        }
        for (Element code : body.select("pre")) {
            code.attr("tabindex", "0");
        }
        for (Element heading : body.select("h2, h3")) {
            heading.appendElement("a")
                    .addClass("anchor")
                    .attr("href", "#" + heading.id())
                    .attr("aria-label", "Link to this section")
                    .text("#");
        }
        return page;
    }

    /** Makes a link of the tree one of the site. */
    private void lead(Page page, Element element, String attribute, Link link) throws IOException {
        if (link.problem(tree).isPresent()) {
            throw new DeadLinkException(link.from() + ": link " + link.target() + ", "
                    + link.problem(tree).get());
        }
        if (link.isAbsolute()) {
            return;
        }
        Path path = link.path();
        String anchor = link.anchor().map(name -> "#" + name).orElse("");
        if (tree.hasDocument(path)) {
            Path place = Places.ofDocument(path);
            element.attr(
                    attribute, place.equals(page.path()) && !anchor.isEmpty() ? anchor : page.linkTo(place) + anchor);
        } else if (tree.hasDocument(path.resolve("README.md"))) {
            element.attr(attribute, page.linkTo(Places.ofDocument(path.resolve("README.md"))));
        } else if (tree.hasFolder(path)) {
            // A folder without a page of its own.
            element.unwrap();
        } else if (Places.isPicture(path)) {
            pictures.add(path);
        } else {
            shown.add(path);
            element.attr(attribute, page.linkTo(Places.ofSource(path)) + anchor.replaceFirst("-L\\d+$", ""));
        }
    }
}
