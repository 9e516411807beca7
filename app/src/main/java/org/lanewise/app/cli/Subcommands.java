package org.lanewise.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command that needs another behind it, and of words that no command knows. */
final class Subcommands {
    private Subcommands() {}

    /** Says that the word is missing which chooses a subcommand. */
    static ParameterException missing(CommandSpec spec) {
        return new ParameterException(spec.commandLine(), choice(spec, "none"));
    }

    /** One line about the first word that wasn't understood, with a word that is like it, if there is one. */
    static String describe(UnmatchedArgumentException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String word = e.getUnmatched().getFirst();
        String line;
        if (e.isUnknownOption()) {
            line = "option: " + word + ", must be one that --help lists";
        } else if (spec.subcommands().isEmpty()) {
            line = "argument: " + word + ", must be left out (see --help)";
        } else {
            line = choice(spec, word);
        }
        return line
                + similar(word, e.getSuggestions())
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
    }

    /** The first of picocli's suggestions, best first, that begins as the word does: the others are far from it. */
    private static Optional<String> similar(String word, List<String> suggestions) {
        return suggestions.stream()
                .filter(name -> name.regionMatches(true, 0, word, 0, 1))
                .findFirst();
    }

    private static String choice(CommandSpec spec, String word) {
        List<String> names = List.copyOf(spec.subcommands().keySet());
        String first = String.join(", ", names.subList(0, names.size() - 1));
        String all = (first.isEmpty() ? "" : first + " or ") + names.getLast();
        // As the usage calls it.
        String what = spec.usageMessage()
                .synopsisSubcommandLabel()
                .replaceAll("[\\[\\]]", "")
                .toLowerCase(Locale.ROOT);
        return what + ": " + word + ", must be " + all + " (see --help)";
    }
}
