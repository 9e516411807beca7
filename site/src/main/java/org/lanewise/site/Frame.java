package org.lanewise.site;

import java.nio.file.Path;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;

/** What is around the text of each page: head, top line, navigation. */
final class Frame {
    private static final Path START = Path.of("index.html");

    private final Navigation navigation;
    private final String version;

    Frame(Navigation navigation, String version) {
        this.navigation = navigation;
        this.version = version;
    }

    /** The whole page. */
    String around(Page page) {
        Document html = Document.createShell("");
        html.outputSettings().prettyPrint(false);
        html.prependChild(new DocumentType("html", "", ""));
        html.firstElementChild().attr("lang", "en");
        head(page, html.head());
        Element top = html.body().appendElement("header");
        link(top, "Lanewise", page.linkTo(START)).addClass("home");
        top.appendElement("span").text(version);
        link(top, "Javadoc", page.linkTo(Places.API)).addClass("aside");
        link(top, "Contents", "#contents").addClass("to-contents");
        Element columns = html.body().appendElement("div").addClass("columns");
        columns.appendElement("main").appendChildren(page.body().clone().childNodesCopy());
        columns.appendChild(navigation.on(page));
        return html.outerHtml() + "\n";
    }

    private static void head(Page page, Element head) {
        head.appendElement("meta").attr("charset", "utf-8");
        meta(head, "viewport", "width=device-width, initial-scale=1");
        meta(head, "color-scheme", "light dark");
        head.appendElement("title").text(page.path().equals(START) ? "Lanewise" : page.title() + " - Lanewise");
        // No icon: else browsers ask the host for one.
        head.appendElement("link").attr("rel", "icon").attr("href", "data:,");
        head.appendElement("link").attr("rel", "stylesheet").attr("href", page.linkTo(Places.STYLE));
    }

    private static void meta(Element head, String name, String content) {
        head.appendElement("meta").attr("name", name).attr("content", content);
    }

    private static Element link(Element parent, String text, String target) {
        return parent.appendElement("a").attr("href", target).text(text);
    }
}
