package org.lanewise.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command of the documentation.
 *
 * @param block where it stands
 * @param line the number of its first line in the Markdown file, from 1
 * @param text what the shell gets; may have several lines that end with a backslash
 */
record Command(Block block, int line, String text) {
    /** All of a tree, in order. */
    static List<Command> of(Tree tree) {
        List<Command> commands = new ArrayList<>();
        for (Block block : Block.of(tree, "sh")) {
            List<String> lines = block.text().lines().toList();
            StringBuilder text = new StringBuilder();
            int first = 0;
            for (int i = 0; i < lines.size(); i++) {
                if (text.isEmpty()) {
                    first = i;
                    if (lines.get(i).isBlank() || lines.get(i).strip().startsWith("#")) {
                        continue;
                    }
                }
                text.append(lines.get(i)).append('\n');
                if (!lines.get(i).endsWith("\\")) {
                    commands.add(new Command(block, block.line() + first, text.toString()));
                    text.setLength(0);
                }
            }
        }
        return commands;
    }

    /** Where it is and what it is, for people. */
    String place() {
        return block.file() + ":" + line + " " + text.strip();
    }

    /** Why it isn't run, or nothing. */
    Optional<String> notRun() {
        return block.notRun();
    }

    /** The programs that it runs, each with its arguments, without settings of variables and redirections. */
    List<List<String>> programs() {
        return new Words(text).programs();
    }

    /** Cuts a line as a shell does: the part of its grammar that the documentation needs. */
    private static final class Words {
        private final String text;
        private final List<List<String>> programs = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private List<String> words = new ArrayList<>();
        private boolean inWord;
        private boolean afterRedirection;

        Words(String text) {
            this.text = text.replace("\\\n", " ");
        }

        List<List<String>> programs() {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\'' || c == '"') {
                    int end = text.indexOf(c, i + 1);
                    if (end < 0) {
                        throw new IllegalArgumentException("a quote without an end: " + text);
                    }
                    word.append(text, i + 1, end);
                    inWord = true;
                    i = end;
                } else if (c == '#' && !inWord) {
                    i = (text + '\n').indexOf('\n', i);
                } else if (Character.isWhitespace(c)) {
                    endWord();
                } else if (c == '>' || c == '<') {
                    // The number of a stream is part of a redirection.
                    if (word.toString().matches("\\d*")) {
                        drop();
                    }
                    endWord();
                    afterRedirection = true;
                } else if (c == '|' || c == ';' || c == '&' && !afterRedirection) {
                    endProgram();
                } else {
                    word.append(c);
                    inWord = true;
                }
            }
            endProgram();
            return programs;
        }

        private void endWord() {
            boolean setting = words.isEmpty() && word.toString().matches("\\w+=.*");
            if (inWord && !afterRedirection && !setting) {
                words.add(word.toString());
            }
            if (inWord) {
                afterRedirection = false;
            }
            drop();
        }

        private void drop() {
            word.setLength(0);
            inWord = false;
        }

        private void endProgram() {
            endWord();
            if (!words.isEmpty()) {
                programs.add(words);
                words = new ArrayList<>();
            }
        }
    }
}
