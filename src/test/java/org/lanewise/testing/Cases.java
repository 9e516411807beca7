package org.lanewise.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * Shapes, layouts, data and alignments for properties. Sizes are drawn around the places where the kernels turn: 0, 1,
 * the vector widths, the 16 lanes, and the part of 16384 elements.
 */
public final class Cases extends DomainContextBase {
    /** The most elements in a case: large enough for several parts per channel, small enough for hundreds of tries. */
    private static final long MOST = 60_000;

    private static final Integer[] EDGES = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 49, 63, 64, 65, 127, 196
    };

    /** A tensor's properties, and the seed of its elements. */
    public record Case(Shape shape, Layout layout, Data data, int misalignment, long seed) {
        /** Whether batch statistics can be taken. */
        public boolean canTrain() {
            return shape.elementsPerChannel() >= 2;
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        shapes(),
                        Arbitraries.of(Layout.class),
                        Arbitraries.of(Data.class),
                        Arbitraries.of(0, 4, 12, 32, 1, 2),
                        Arbitraries.longs().between(0, 1 << 20))
                .as(Case::new);
    }

    @Provide
    Arbitrary<Shape> shapes() {
        Arbitrary<Integer> edge = Arbitraries.of(EDGES);
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 9);
        Arbitrary<Integer> channels = Arbitraries.frequencyOf(
                Tuple.of(3, small),
                Tuple.of(3, edge),
                Tuple.of(1, Arbitraries.of(255, 256, 257, 300, 600, 1023, 1024, 1025, 2049)));
        Arbitrary<Shape> matrices = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(3, edge), Tuple.of(1, Arbitraries.of(255, 300, 4095, 4097, 9000))),
                        channels)
                .as((n, c) -> shape(n, c));
        Arbitrary<Shape> sequences = Combinators.combine(
                        small,
                        channels,
                        Arbitraries.frequencyOf(
                                Tuple.of(4, edge), Tuple.of(1, Arbitraries.of(1000, 16383, 16384, 16385, 20000))))
                .as((n, c, l) -> shape(n, c, l));
        // Runs up to 64 elements go 256 to a part, longer ones fewer.
        Arbitrary<Shape> manyShortRuns = Combinators.combine(
                        Arbitraries.of(255, 256, 257, 600),
                        small,
                        Arbitraries.frequencyOf(Tuple.of(2, small), Tuple.of(1, edge)))
                .as((n, c, l) -> shape(n, c, l));
        Arbitrary<Shape> images =
                Combinators.combine(small, channels, edge, small).as((n, c, h, w) -> shape(n, c, h, w));
        Arbitrary<Shape> volumes =
                Combinators.combine(small, channels, small, small, small).as((n, c, d, h, w) -> shape(n, c, d, h, w));
        return Arbitraries.oneOf(matrices, sequences, manyShortRuns, images, volumes);
    }

    /** A shape; where it would have too many elements, with fewer channels, then with fewer samples. */
    private static Shape shape(long n, long c, long... spatial) {
        long positions = 1;
        for (long size : spatial) {
            positions *= size;
        }
        long channels = Math.clamp(MOST / Math.max(1, n * positions), 1, Math.max(1, c));
        long samples = Math.min(n, MOST / Math.max(1, channels * positions));
        long[] sizes = new long[2 + spatial.length];
        sizes[0] = samples;
        sizes[1] = channels;
        System.arraycopy(spatial, 0, sizes, 2, spatial.length);
        return Shape.of(sizes);
    }
}
