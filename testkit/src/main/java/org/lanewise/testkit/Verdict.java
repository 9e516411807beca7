package org.lanewise.testkit;

import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.ElementType;

/**
 * Which laws a subject keeps, with elements of one type. Immutable.
 *
 * <pre>{@code
 * List<Problem> small = Problem.all(ElementType.FLOAT32).subList(0, 100);
 * Verdict verdict = Verdict.of(subject, small); // Verdict.of(subject) tries all, which takes a while
 * System.out.println(verdict); // a line per law that can be asked of the subject
 * boolean kept = verdict.isKept();
 * }</pre>
 *
 * @param subject the name of the engine
 * @param type of the elements
 * @param findings one per law that it is asked to keep, in the order of {@link Laws#all}
 */
public record Verdict(String subject, ElementType type, List<Finding> findings) {
    /**
     * How a law fared. Immutable.
     *
     * @param law the law
     * @param tried on how many problems it was tried
     * @param broken on how many of them it was broken
     * @param smallest the smallest problem that breaks it, and how; empty if none does
     */
    public record Finding(Law law, int tried, int broken, Optional<String> smallest) {
        @Override
        public String toString() {
            return smallest.map(s -> "breaks " + law + " on " + broken + " of " + tried + " problems; smallest: " + s)
                    .orElse("keeps  " + law + " on " + tried + " problems");
        }
    }

    /**
     * As {@link #of(Subject, ElementType)}, with float32.
     *
     * @throws IllegalStateException if the subject throws where it must not
     */
    public static Verdict of(Subject subject) {
        return of(subject, ElementType.FLOAT32);
    }

    /**
     * Tries all laws on all problems of a type that the subject supports, and those that need no oracle on large ones
     * too.
     *
     * @throws IllegalStateException if the subject throws where it must not; names law and problem, and has what was
     *     thrown as its cause
     */
    public static Verdict of(Subject subject, ElementType type) {
        Inquiry inquiry = new Inquiry(subject, type);
        Problem.all(type).forEach(problem -> inquiry.examine(problem, Laws.all()));
        Problem.large(type).forEach(problem -> inquiry.examine(problem, Laws.ofBits()));
        return inquiry.verdict();
    }

    /**
     * Tries all laws on some problems, in their order: the first that breaks a law is reported.
     *
     * @throws IllegalArgumentException if problems is empty, or not all are of one type
     * @throws IllegalStateException if the subject throws where it must not; names law and problem, and has what was
     *     thrown as its cause
     */
    public static Verdict of(Subject subject, List<Problem> problems) {
        List<ElementType> types =
                problems.stream().map(Problem::type).distinct().toList();
        if (types.size() != 1) {
            throw new IllegalArgumentException("problems: of the types " + types + ", must be of one");
        }
        Inquiry inquiry = new Inquiry(subject, types.getFirst());
        problems.forEach(problem -> inquiry.examine(problem, Laws.all()));
        return inquiry.verdict();
    }

    /** Whether every law that the subject is asked to keep was tried, and is kept. */
    public boolean isKept() {
        return findings.stream().allMatch(finding -> finding.tried > 0 && finding.broken == 0);
    }

    /** A line per law that can be asked of the subject. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(subject);
        text.append(type == ElementType.FLOAT32 ? "" : ", " + type).append('\n');
        findings.forEach(finding -> text.append("  ").append(finding).append('\n'));
        return text.toString();
    }
}
