package org.lanewise.app.experiment;

import java.util.List;
import java.util.stream.Collectors;
import org.lanewise.app.experiment.Comparison.Outcome;

/**
 * A popular claim about batch normalization, and what the figures say of it.
 *
 * @param topic what it is about
 * @param claim the claim, a sentence
 * @param measured the definition of the figure that is compared
 * @param unit of the figure
 * @param comparisons the figures, case by case
 */
public record Claim(Topic topic, String claim, String measured, Unit unit, List<Comparison> comparisons) {
    /** What a claim is about. */
    public enum Topic {
        SPEED,
        RATES,
        GRADIENTS,
        ACCURACY,
        NORMALIZED_DRIFT,
        INPUT_DRIFT,
        GRADIENT_CHANGE
    }

    /** What all cases together say. */
    public enum Verdict {
        /** It holds in all cases that can be compared. */
        HOLDS("holds"),
        /** It holds in some. */
        MIXED("mixed"),
        /** It holds in none. */
        DOES_NOT_HOLD("does not hold"),
        /** No case can be compared. */
        UNDECIDED("can't be decided");

        private final String title;

        Verdict(String title) {
            this.title = title;
        }

        /** Its name, for a person. */
        public String title() {
            return title;
        }
    }

    /** A claim with its figures. */
    public Claim {
        comparisons = List.copyOf(comparisons);
    }

    /** What the figures say. */
    public Verdict verdict() {
        long holds = count(Outcome.HOLDS);
        if (count(Outcome.UNKNOWN) == comparisons.size()) {
            return Verdict.UNDECIDED;
        }
        if (holds == 0) {
            return Verdict.DOES_NOT_HOLD;
        }
        return holds == comparable() ? Verdict.HOLDS : Verdict.MIXED;
    }

    /** The verdict with its reasons, in a sentence. */
    public String findings() {
        if (verdict() == Verdict.UNDECIDED) {
            return "There is no case to compare.";
        }
        int seeds = comparisons.stream()
                .mapToInt(comparison -> comparison.with().length)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder("It holds in %d of %d %s, %s"
                .formatted(
                        count(Outcome.HOLDS),
                        comparable(),
                        comparable() == 1 ? "case" : "cases",
                        seeds == 1 ? "with the one seed there is" : "with each of " + seeds + " seeds"));
        if (count(Outcome.FAILS) < comparable()) {
            append(text, Outcome.FAILS, "It does not hold for: ");
        }
        append(text, Outcome.SPLIT, "Seeds disagree for: ");
        append(text, Outcome.UNKNOWN, "Nothing to compare for: ");
        return text.append('.').toString();
    }

    private void append(StringBuilder text, Outcome outcome, String prefix) {
        if (count(outcome) > 0) {
            text.append(". ")
                    .append(prefix)
                    .append(comparisons.stream()
                            .filter(comparison -> comparison.outcome() == outcome)
                            .map(Comparison::title)
                            .collect(Collectors.joining("; ")));
        }
    }

    private long comparable() {
        return comparisons.size() - count(Outcome.UNKNOWN);
    }

    private long count(Outcome outcome) {
        return comparisons.stream()
                .filter(comparison -> comparison.outcome() == outcome)
                .count();
    }
}
