package org.lanewise.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;

/**
 * A fenced block of a Markdown file.
 *
 * @param file the file's path from the tree's root
 * @param line the number of its first line of text, from 1
 * @param section the line of the heading of level 1 or 2 that it stands under, or 0
 * @param language what stands after the fence
 * @param text what is in it
 * @param comments the HTML comments directly before it
 * @param output the text block directly after it, what a program prints
 */
record Block(
        Path file,
        int line,
        int section,
        String language,
        String text,
        List<Comment> comments,
        Optional<String> output) {
    /** An HTML comment: the line where it begins, and what is in it. */
    record Comment(int line, String text) {}

    /** All fenced blocks of a file, in order. */
    static List<Block> of(Document document) {
        List<Block> blocks = new ArrayList<>();
        document.blocks().accept(new AbstractVisitor() {
            private int section;

            @Override
            public void visit(Heading heading) {
                if (heading.getLevel() <= 2) {
                    section = firstLine(heading);
                }
            }

            @Override
            public void visit(FencedCodeBlock block) {
                blocks.add(new Block(
                        document.path(),
                        firstLine(block) + 1,
                        section,
                        language(block),
                        block.getLiteral(),
                        comments(block),
                        output(block)));
            }
        });
        return blocks;
    }

    /** All blocks of a language in all files of a tree. */
    static List<Block> of(Tree tree, String language) {
        return tree.documents().stream()
                .flatMap(document -> of(document).stream())
                .filter(block -> block.language.equals(language))
                .toList();
    }

    /** Why it isn't run: what its comment "not run" says. */
    Optional<String> notRun() {
        return comments.stream()
                .map(Comment::text)
                .filter(comment -> comment.startsWith("not run:"))
                .map(comment -> comment.substring("not run:".length()).strip())
                .findFirst();
    }

    private static int firstLine(Node node) {
        return node.getSourceSpans().getFirst().getLineIndex() + 1;
    }

    private static String language(FencedCodeBlock block) {
        return block.getInfo() == null ? "" : block.getInfo().strip();
    }

    private static List<Comment> comments(Node block) {
        List<Comment> comments = new ArrayList<>();
        for (Node before = block.getPrevious(); before instanceof HtmlBlock html; before = before.getPrevious()) {
            String text = html.getLiteral().strip();
            if (text.startsWith("<!--") && text.endsWith("-->")) {
                comments.addFirst(new Comment(
                        firstLine(html), text.substring(4, text.length() - 3).strip()));
            }
        }
        return comments;
    }

    private static Optional<String> output(Node block) {
        return block.getNext() instanceof FencedCodeBlock next && language(next).equals("text")
                ? Optional.of(next.getLiteral())
                : Optional.empty();
    }
}
