package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.IndentedCodeBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of the documentation: what is linked exists, pages stay short, lines too. */
class DocumentsTest {
    private static final int COLUMNS = 120;
    private static final Path RESULTS = Path.of("bench", "results", "results.md");
    private static final int BYTES = 9000;
    private static final Set<String> LANGUAGES =
            Set.of("java", "sh", "xml", "text", "kotlin", "groovy", "json", "properties", "python", "console");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(bin/|bench/run|mvn |sudo |cd |java )");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> problems = new ArrayList<>();
        int links = 0;
        for (Document document : Project.TREE.documents()) {
            for (Link link : document.links()) {
                links++;
                link.problem(Project.TREE)
                        .ifPresent(problem -> problems.add(link.from() + ": " + link.target() + ": " + problem));
            }
        }
        assertTrue(links > 0, "the documentation has links");
        assertEquals("", String.join("\n", problems));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "NOTES.md"})
    void whatIsReadFirstIsShort(String file) {
        int bytes = Project.TREE.document(Path.of(file)).text().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= BYTES, file + " has " + bytes + " bytes, must be at most " + BYTES);
    }

    /** Rows of the tables that bench/run report makes can't be shorter. */
    @Test
    void noLineIsLong() {
        List<String> problems = new ArrayList<>();
        for (Document document : Project.TREE.documents()) {
            boolean made = document.path().equals(RESULTS);
            List<String> lines = document.text().lines().toList();
            int[] tooLong = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).codePointCount(0, lines.get(i).length()) > COLUMNS)
                    .filter(i -> !made || !lines.get(i).startsWith("|"))
                    .map(i -> i + 1)
                    .toArray();
            if (tooLong.length > 0) {
                problems.add(
                        document.path() + ": more than " + COLUMNS + " columns in lines " + Arrays.toString(tooLong));
            }
        }
        assertEquals("", String.join("\n", problems));
    }

    @Test
    void everyBlockSaysItsLanguage() {
        List<String> problems = blocks().filter(block -> !LANGUAGES.contains(block.language()))
                .map(block -> block.file() + ":" + block.line() + ": '" + block.language() + "', must be one of "
                        + LANGUAGES.stream().sorted().toList())
                .toList();
        assertEquals("", String.join("\n", problems));
    }

    /** In a comment that no test knows, a set-up with a slip would be no set-up. */
    @Test
    void everyCommentBeforeABlockIsKnown() {
        List<String> problems = blocks().flatMap(block -> block.comments().stream()
                        .filter(comment ->
                                !comment.text().startsWith(block.language().equals("java") ? "setup:" : "not run:"))
                        .map(comment -> block.file() + ":" + comment.line() + ": '" + comment.text()
                                + "', must begin with setup: (Java) or not run: (commands)"))
                .toList();
        assertEquals("", String.join("\n", problems));
    }

    /** Those in blocks of sh are tested; the others nobody would notice. */
    @Test
    void everyCommandIsInABlockOfSh() {
        List<String> problems = new ArrayList<>();
        for (Document document : Project.TREE.documents()) {
            document.blocks().accept(new AbstractVisitor() {
                @Override
                public void visit(IndentedCodeBlock block) {
                    check(block.getSourceSpans().getFirst().getLineIndex() + 1, block.getLiteral());
                }

                private void check(int line, String text) {
                    if (COMMAND.matcher(text).find()) {
                        problems.add(
                                document.path() + ":" + line + ": commands in an indented block, must be in ```sh");
                    }
                }
            });
        }
        blocks().filter(block -> block.language().equals("text"))
                .filter(block -> COMMAND.matcher(block.text()).find())
                .forEach(block ->
                        problems.add(block.file() + ":" + block.line() + ": commands in ```text, must be in ```sh"));
        assertEquals("", String.join("\n", problems));
    }

    private static Stream<Block> blocks() {
        return Project.TREE.documents().stream().flatMap(document -> Block.of(document).stream());
    }
}
