package org.lanewise.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java of the documentation that can be compiled and run: a whole program, or the snippets of a section. Its lines have
 * the numbers that they have in the Markdown file, so that what the compiler says leads there.
 *
 * @param file the Markdown file, from the tree's root
 * @param line where it begins there
 * @param program whether it is a whole program, which has to compile without a warning
 * @param name its main class
 * @param source all of it
 * @param output what each of its blocks prints, where the documentation says so
 */
record Sample(Path file, int line, boolean program, String name, String source, List<Optional<String>> output) {
    /** Printed where a block ends. */
    static final String END = "\u0000";

    private static final Pattern PROGRAM =
            Pattern.compile("\\bclass\\s+(\\w+)\\b.*\\bvoid\\s+main\\s*\\(", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile("^\\s*import\\s.*;\\s*$");
    private static final String IMPORTS = "import java.lang.foreign.*; import java.nio.*; import java.nio.file.*; "
            + "import java.util.*; import java.util.concurrent.*; import org.lanewise.*; import org.lanewise.tensor.*; "
            + "import org.lanewise.stats.*; import org.lanewise.fold.*; import org.lanewise.testkit.*;";

    /** All of a tree. */
    static List<Sample> of(Tree tree) {
        List<Sample> samples = new ArrayList<>();
        Map<String, List<Block>> sections = new LinkedHashMap<>();
        for (Block block : Block.of(tree, "java")) {
            Matcher program = PROGRAM.matcher(block.text());
            if (program.find()) {
                samples.add(program(block, program.group(1)));
            } else {
                sections.computeIfAbsent(block.file() + ":" + block.section(), unused -> new ArrayList<>())
                        .add(block);
            }
        }
        sections.values().forEach(blocks -> samples.add(snippets(blocks)));
        return samples;
    }

    /** Where it is, for people. */
    String place() {
        return file + ":" + line;
    }

    /** A package of its own, so that all samples can be compiled together. */
    private static String packageOf(Block block) {
        return "sample." + block.file().toString().replaceAll("\\W", "_") + "_" + block.line();
    }

    private static Sample program(Block block, String name) {
        String home = packageOf(block);
        String source = "package " + home + ";" + "\n".repeat(block.line() - 1) + block.text();
        return new Sample(block.file(), block.line(), true, home + "." + name, source, List.of(block.output()));
    }

    private static Sample snippets(List<Block> blocks) {
        Lines lines = new Lines();
        StringBuilder imports = new StringBuilder(IMPORTS);
        for (Block block : blocks) {
            for (Block.Comment comment : block.comments()) {
                if (comment.text().startsWith("setup:")) {
                    lines.put(comment.line(), comment.text().substring("setup:".length()), imports);
                }
            }
            // A class in a method is seen by that method alone, and can't be public.
            lines.put(block.line(), block.text().replaceAll("(?m)^public (?=\\w)", ""), imports);
            lines.add("System.out.print(\"\\0\");");
        }
        Block first = blocks.getFirst();
        String home = packageOf(first);
        String source = "package " + home + "; " + imports
                + " public class Snippets { public static void main(String[] args) throws Exception {" + lines.text
                + "}}";
        return new Sample(
                first.file(),
                first.line(),
                false,
                home + ".Snippets",
                source,
                blocks.stream().map(Block::output).toList());
    }

    /** Text in which each line has the number that is asked for. */
    private static final class Lines {
        private final StringBuilder text = new StringBuilder();
        private int line = 1;

        void put(int number, String more, StringBuilder imports) {
            text.append("\n".repeat(Math.max(0, number - line)));
            line = Math.max(line, number);
            for (String one : more.lines().toList()) {
                if (IMPORT.matcher(one).matches()) {
                    imports.append(' ').append(one.strip());
                } else {
                    text.append(one);
                }
                text.append('\n');
                line++;
            }
        }

        void add(String code) {
            text.append(code);
        }
    }
}
