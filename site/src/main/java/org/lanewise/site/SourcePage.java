package org.lanewise.site;

import java.nio.file.Path;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Shows a text as it is: code, a script, the licence. Each line has an anchor, such as L12. */
final class SourcePage {
    private SourcePage() {}

    static Page of(Path file, String text) {
        Document document = Document.createShell("");
        document.outputSettings().prettyPrint(false);
        Element body = document.body();
        body.appendElement("h1").addClass("path").text(file.toString().replace('\\', '/'));
        Element code = body.appendElement("pre").addClass("source").attr("tabindex", "0");
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            code.appendElement("span").id("L" + (i + 1)).text(lines.get(i) + "\n");
        }
        return new Page(Places.ofSource(file), file.getFileName().toString(), List.of(), body);
    }
}
