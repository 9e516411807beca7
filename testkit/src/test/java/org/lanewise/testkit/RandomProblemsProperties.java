package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/** All laws on random problems. The distribution is printed: how many parts a channel has, and what it holds. */
@Tag("every-provider")
class RandomProblemsProperties {
    private static final Subject LANEWISE = new LanewiseSubject();

    @Provide
    Arbitrary<Problem> problems() {
        Arbitrary<Integer> samples = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.integers().between(1, 20)),
                Tuple.of(1, Arbitraries.of(64, 256, 257, 1000, 4097)));
        Arbitrary<Integer> channels = Arbitraries.of(1, 2, 3, 4, 5, 8, 9, 16, 17, 33);
        Arbitrary<Integer> spatial = Arbitraries.of(1, 2, 3, 7, 9, 15, 16, 17, 31, 33, 49, 65, 100, 196, 16385);
        return Combinators.combine(
                        samples,
                        channels,
                        spatial,
                        Arbitraries.of(Layout.class),
                        Arbitraries.of(ElementType.class),
                        Arbitraries.of(Kind.class),
                        Arbitraries.longs())
                .as(RandomProblemsProperties::problem);
    }

    /** With so few samples and channels that the exact oracle is done in some milliseconds. */
    private static Problem problem(int n, int c, int s, Layout layout, ElementType type, Kind kind, long seed) {
        long channels = Math.clamp(4000 / s, 1, c);
        long fewest = s == 1 ? 2 : 1;
        long samples = Math.clamp(6000 / (channels * s), fewest, Math.max(fewest, n));
        Shape shape = s == 1 ? Shape.of(samples, channels) : Shape.of(samples, channels, s);
        return new Problem(shape, layout, type, kind, seed);
    }

    @Property(seed = "20150211")
    void lanewiseKeepsAllLaws(@ForAll("problems") Problem problem) {
        Grid grid = Grid.forReduction(problem.shape(), problem.layout());
        Statistics.label("parts").collect(grid.geometry(), grid.parts() == 1 ? "one part" : "several parts");
        Statistics.label("kind").collect(problem.kind());
        Statistics.label("type").collect(problem.type());
        Verdict verdict = Verdict.of(LANEWISE, List.of(problem));
        assertTrue(verdict.isKept(), verdict::toString);
    }
}
