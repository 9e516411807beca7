package org.lanewise.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A link in a Markdown file: the file's path from the tree's root, and the target as it stands there. */
public record Link(Path from, String target) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
    private static final Pattern LINES = Pattern.compile("L([1-9]\\d*)(?:-L([1-9]\\d*))?");

    /** Whether it leads out of the tree, to a host. */
    public boolean isAbsolute() {
        return target.startsWith("//") || SCHEME.matcher(target).matches();
    }

    /** What a relative link leads to, from the tree's root. May lie outside of it. */
    public Path path() {
        String before = target.split("#", 2)[0];
        if (before.isEmpty()) {
            return from;
        }
        Path path = Path.of(URLDecoder.decode(before.replace("+", "%2B"), StandardCharsets.UTF_8));
        return path.isAbsolute() ? path : from.resolveSibling(path).normalize();
    }

    /** What stands after the number sign. */
    public Optional<String> anchor() {
        String[] parts = target.split("#", 2);
        return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    }

    /** Why the link is dead, or nothing. Hosts aren't asked. */
    public Optional<String> problem(Tree tree) throws IOException {
        if (isAbsolute()) {
            return problemOfAddress();
        }
        Path path = path();
        if (path.isAbsolute() || path.startsWith("..")) {
            return Optional.of("leads out of the tree");
        }
        if (tree.hasFolder(path)) {
            return anchor().map(anchor -> "a folder has no anchors");
        }
        if (!tree.hasFile(path)) {
            return Optional.of("no file or folder " + path);
        }
        if (anchor().isEmpty()) {
            return Optional.empty();
        }
        String anchor = anchor().get();
        if (tree.hasDocument(path)) {
            return tree.document(path).headings().stream()
                            .anyMatch(heading -> heading.anchor().equals(anchor))
                    ? Optional.empty()
                    : Optional.of("no heading of " + path + " has this anchor");
        }
        Matcher lines = LINES.matcher(anchor);
        if (!lines.matches()) {
            return Optional.of("an anchor of a file must be a line, as L12 or L12-L15");
        }
        long count = tree.text(path).lines().count();
        int last = Integer.parseInt(lines.group(lines.group(2) == null ? 1 : 2));
        return last <= count ? Optional.empty() : Optional.of(path + " has " + count + " lines");
    }

    private Optional<String> problemOfAddress() {
        try {
            URI address = new URI(target);
            if ("mailto".equals(address.getScheme())) {
                return Optional.empty();
            }
            boolean whole = "https".equals(address.getScheme()) && address.getHost() != null;
            return whole ? Optional.empty() : Optional.of("must be https:// and a host");
        } catch (URISyntaxException e) {
            return Optional.of("no address: " + e.getMessage());
        }
    }
}
