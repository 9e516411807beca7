package org.lanewise.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** The list of all pages that stands on each, by what a reader wants of them. */
final class Navigation {
    private static final String DECISIONS = "Decisions";
    private static final String MORE = "More";
    private static final Map<String, List<String>> SECTIONS = sections();

    private final Map<String, List<Page>> pages = new LinkedHashMap<>();

    /** Sorts the pages of Markdown files into the sections. */
    Navigation(List<Page> documents) {
        List<Page> rest = new ArrayList<>(documents);
        SECTIONS.forEach((section, paths) -> {
            List<Page> here = pages.computeIfAbsent(section, unused -> new ArrayList<>());
            for (String path : paths) {
                Path place = Places.ofDocument(Path.of(path));
                rest.stream().filter(page -> page.path().equals(place)).forEach(here::add);
            }
            rest.removeAll(here);
        });
        for (Page page : rest) {
            String section = page.path().startsWith(Path.of("docs", "decisions")) ? DECISIONS : MORE;
            pages.computeIfAbsent(section, unused -> new ArrayList<>()).add(page);
        }
    }

    private static Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        sections.put("Begin", List.of("README.md", "docs/getting-started.md", "examples/README.md"));
        sections.put(
                "Guides",
                List.of(
                        "docs/serving.md",
                        "docs/accuracy.md",
                        "docs/performance.md",
                        "docs/formats.md",
                        "docs/padded-and-ghost-batches.md",
                        "docs/folding.md",
                        "docs/verification.md",
                        "docs/experiments.md"));
        sections.put("Measured", List.of("docs/comparison.md", "bench/results/results.md", "bench/LADDER.md"));
        sections.put("Inside", List.of("docs/design.md", "docs/find-your-way.md", "docs/glossary.md", "NOTES.md"));
        sections.put(DECISIONS, List.of("docs/decisions.md"));
        sections.put(
                "Project",
                List.of(
                        "docs/compatibility.md",
                        "docs/platforms.md",
                        "docs/distribution.md",
                        "CHANGELOG.md",
                        "CONTRIBUTING.md",
                        "SECURITY.md"));
        return sections;
    }

    /** The list as it stands on a page. */
    Element on(Page current) {
        Element nav = new Element("nav").id("contents").attr("aria-label", "Contents");
        pages.forEach((section, here) -> {
            if (here.isEmpty()) {
                return;
            }
            Element list = begin(nav, section, here.contains(current));
            for (Page page : here) {
                Element item = list.appendElement("li");
                Element link = link(item, page.title(), current.linkTo(page.path()));
                if (page.equals(current)) {
                    link.attr("aria-current", "page");
                    sections(item, page);
                }
            }
        });
        Element list = begin(nav, "Reference", true);
        link(list.appendElement("li"), "Javadoc", current.linkTo(Places.API));
        return nav;
    }

    /** Decisions are many: their list is shut but on their own pages. */
    private static Element begin(Element nav, String section, boolean open) {
        if (!section.equals(DECISIONS)) {
            nav.appendElement("p").text(section);
            return nav.appendElement("ul");
        }
        Element details = nav.appendElement("details");
        details.attr("open", open);
        details.appendElement("summary").text(section);
        return details.appendElement("ul");
    }

    private static void sections(Element item, Page page) {
        List<Document.Heading> headings =
                page.headings().stream().filter(heading -> heading.level() == 2).toList();
        if (headings.size() < 2) {
            return;
        }
        Element list = item.appendElement("ul");
        for (Document.Heading heading : headings) {
            link(list.appendElement("li"), heading.title(), "#" + heading.anchor());
        }
    }

    private static Element link(Element parent, String text, String target) {
        return parent.appendElement("a").attr("href", target).text(text);
    }
}
