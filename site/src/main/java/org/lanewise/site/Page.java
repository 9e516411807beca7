package org.lanewise.site;

import java.nio.file.Path;
import java.util.List;
import org.jsoup.nodes.Element;

/**
 * A page of the site.
 *
 * @param path where it lies, from the site's root
 * @param title what it is called, in the navigation too
 * @param headings what a reader may jump to
 * @param body what it says, as HTML
 */
record Page(Path path, String title, List<Document.Heading> headings, Element body) {
    /** How a link on this page reaches another file of the site. */
    String linkTo(Path file) {
        Path folder = path.getParent();
        Path relative = folder == null ? file : folder.relativize(file);
        return relative.toString().replace('\\', '/');
    }
}
