package org.lanewise.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * All laws, written once for every engine, in five groups: accuracy (within derived bounds of the exact result),
 * merging of statistics, invariances (shift, scale, order), bits (same again, in place, alignment, twins), and
 * gradients (the sums that must be 0, and the adjoint). For any thread.
 */
public final class Laws {
    private static final List<Law> ALL = Stream.of(
                    AccuracyLaws.ALL, MergingLaws.ALL, InvarianceLaws.ALL, BitLaws.ALL, GradientLaws.ALL)
            .flatMap(List::stream)
            .toList();

    private Laws() {}

    /** The laws, in the order of verdicts; an immutable list. */
    public static List<Law> all() {
        return ALL;
    }

    /**
     * Those that compare an engine's bits with each other: they need no oracle, and so can be tried on large problems.
     */
    static List<Law> ofBits() {
        return BitLaws.ALL;
    }
}
