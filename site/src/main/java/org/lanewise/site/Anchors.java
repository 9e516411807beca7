package org.lanewise.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The anchors of one file's headings, by GitHub's rule. */
final class Anchors {
    private final Map<String, Integer> seen = new HashMap<>();

    Anchors() {}

    /**
     * The anchor of the next heading: in lower case, without punctuation, hyphens for spaces, numbered if it repeats.
     */
    String next(String heading) {
        String anchor = heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                .replace(' ', '-');
        int repeats = seen.merge(anchor, 1, Integer::sum) - 1;
        return repeats == 0 ? anchor : anchor + "-" + repeats;
    }
}
