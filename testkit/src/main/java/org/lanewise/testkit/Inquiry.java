package org.lanewise.testkit;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Trial trial = new Trial(subject, problem, arena);
            for (Law law : laws) {
                Count count = counts.get(law);
                if (count == null) {
                    continue;
                }
                count.tried++;
                law.check().violation(trial).ifPresent(violation -> {
                    count.broken++;
                    if (count.smallest == null) {
                        count.smallest = problem + ": " + violation;
                    }
                });
            }
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
