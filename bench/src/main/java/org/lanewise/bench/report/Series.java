package org.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lanewise.bench.compare.Case;
import org.lanewise.bench.compare.Comparer;
import org.lanewise.bench.compare.Comparison;
import org.lanewise.bench.compare.Engines;
import org.lanewise.bench.compare.Pass;
import org.lanewise.bench.compare.StandardShapes;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tools.terminal.Bar;

/**
 * Comparisons that the report is made of.
 *
 * @param name what its document says it is
 * @param engines beside ours
 * @param cases what is measured
 * @param threads with these numbers of threads, one after the other
 */
record Series(String name, List<String> engines, List<Case> cases, List<Integer> threads) {
    /** Tensors of 1 KiB to 1 GiB, on one thread. */
    static final String SIZES = "sizes";

    /** One tensor with 1 to as many threads as there are cores. */
    static final String THREADS = "threads";

    private static final int CHANNELS = 64;
    private static final long LONGEST = 4096;
    private static final int SMALLEST = 8;
    private static final int LARGEST = 28;
    private static final int LARGEST_QUICK = 14;

    /** All that there are; the quick ones are there to see that it works. */
    static List<Series> all(boolean quick) {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Layout> layouts = List.of(Layout.values());
        List<Shape> shapes = quick ? StandardShapes.quick() : StandardShapes.all();
        List<Shape> sizes = IntStream.rangeClosed(SMALLEST, quick ? LARGEST_QUICK : LARGEST)
                .mapToObj(Series::sized)
                .toList();
        List<Shape> one = List.of(quick ? Shape.of(4, CHANNELS, 28, 28) : Shape.of(32, CHANNELS, 56, 56));
        return List.of(
                new Series(
                        Comparison.STANDARD,
                        Engines.NAMES,
                        cases(shapes, layouts),
                        cores == 1 ? List.of(1) : List.of(1, 2)),
                new Series(SIZES, List.of(Engines.LIMIT), cases(sizes, layouts.subList(0, 1)), List.of(1)),
                new Series(
                        THREADS,
                        List.of(Engines.LIMIT),
                        cases(one, layouts.subList(0, 1)),
                        IntStream.rangeClosed(1, cores).boxed().toList()));
    }

    private static List<Case> cases(List<Shape> shapes, List<Layout> layouts) {
        return Comparer.cases(shapes, layouts, ElementType.FLOAT32, Pass.PLAIN);
    }

    /** A tensor of 2^k elements. */
    private static Shape sized(int k) {
        long elements = 1L << k;
        long length = Math.min(LONGEST, elements / CHANNELS);
        return Shape.of(elements / CHANNELS / length, CHANNELS, length);
    }

    Comparison measure(boolean quick) {
        List<Comparison> parts = new ArrayList<>();
        try (Comparer comparer = new Comparer(name, ElementType.FLOAT32, engines, quick)) {
            for (int count : threads) {
                try (Bar bar = Bar.ofLong(name + ", threads: " + count, cases.size())) {
                    parts.add(comparer.compare(cases, count, bar, _ -> {}));
                }
            }
        }
        return parts.stream()
                .reduce((first, second) -> second.after(first.rows()))
                .orElseThrow();
    }
}
