package org.lanewise.testkit;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.lanewise.tensor.ElementType;

/** A verdict in the making: counts, law by law, what was tried and what was seen. */
final class Inquiry {
    private static final class Count {
        int tried;
        int broken;
        String smallest;
    }

    private final Subject subject;
    private final ElementType type;
    private final Map<Law, Count> counts = new LinkedHashMap<>();

    Inquiry(Subject subject, ElementType type) {
        this.subject = subject;
        this.type = type;
        Laws.all().stream().filter(law -> law.asked().test(subject)).forEach(law -> counts.put(law, new Count()));
    }

    /** Tries those of the laws that the subject is asked to keep, if it supports such tensors. */
    void examine(Problem problem, List<Law> laws) {
        if (!subject.types().contains(problem.type()) || !subject.supports(problem.shape(), problem.layout())) {
            return;
        }
        try (Arena arena = Arena.ofShared()) {
            Trial trial = attempt("train and backward", problem, () -> new Trial(subject, problem, arena));
            for (Law law : laws) {
                Count count = counts.get(law);
                if (count == null) {
                    continue;
                }
                count.tried++;
                Optional<String> seen = attempt(
                        "the law '" + law + "'", problem, () -> law.check().violation(trial));
                seen.ifPresent(violation -> {
                    count.broken++;
                    if (count.smallest == null) {
                        count.smallest = problem + ": " + violation;
                    }
                });
            }
        }
    }

    /** What is thrown names neither law nor problem, without which nobody can see it again. */
    private <T> T attempt(String what, Problem problem, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | AssertionError e) {
            throw new IllegalStateException(subject.name() + ": " + what + " on " + problem + " ended with " + e, e);
        }
    }

    Verdict verdict() {
        return new Verdict(
                subject.name(),
                type,
                counts.entrySet().stream()
                        .map(entry -> new Verdict.Finding(
                                entry.getKey(),
                                entry.getValue().tried,
                                entry.getValue().broken,
                                Optional.ofNullable(entry.getValue().smallest)))
                        .toList());
    }
}
