package org.lanewise.testkit;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which laws a subject keeps.
 *
 * <pre>{@code
 * Verdict verdict = Verdict.of(subject);
 * System.out.println(verdict);
 * assertTrue(verdict.isKept());
 * }</pre>
 *
 * @param subject the name of the engine
 * @param findings one per law, in the order of {@link Laws#all}
 */
public record Verdict(String subject, List<Finding> findings) {
    /**
     * How a law fared.
     *
     * @param law the law
     * @param tried on how many problems
     * @param broken on how many of them
     * @param smallest the smallest problem that breaks it, and how
     */
    public record Finding(Law law, int tried, int broken, Optional<String> smallest) {
        @Override
        public String toString() {
            return smallest.map(s -> "breaks " + law + " on " + broken + " of " + tried + " problems; smallest: " + s)
                    .orElse("keeps  " + law + " on " + tried + " problems");
        }
    }

    /** Tries all laws on all problems that the subject supports. */
    public static Verdict of(Subject subject) {
        return of(subject, Problem.all());
    }

    /** Tries all laws on some problems, in their order: the first that breaks a law is reported. */
    public static Verdict of(Subject subject, List<Problem> problems) {
        List<Law> laws = Laws.all();
        int[] broken = new int[laws.size()];
        String[] smallest = new String[laws.size()];
        int tried = 0;
        for (Problem problem : problems) {
            if (!subject.supports(problem.shape(), problem.layout())) {
                continue;
            }
            tried++;
            try (Arena arena = Arena.ofShared()) {
                Trial trial = new Trial(subject, problem, arena);
                for (int i = 0; i < broken.length; i++) {
                    Optional<String> violation = laws.get(i).check().violation(trial);
                    if (violation.isPresent()) {
                        broken[i]++;
                        if (smallest[i] == null) {
                            smallest[i] = problem + ": " + violation.get();
                        }
                    }
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < broken.length; i++) {
            findings.add(new Finding(laws.get(i), tried, broken[i], Optional.ofNullable(smallest[i])));
        }
        return new Verdict(subject.name(), List.copyOf(findings));
    }

    /** Whether every law is kept, and was tried. */
    public boolean isKept() {
        return findings.stream().allMatch(finding -> finding.tried > 0 && finding.broken == 0);
    }

    /** A line per law. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(subject).append('\n');
        findings.forEach(finding -> text.append("  ").append(finding).append('\n'));
        return text.toString();
    }
}
