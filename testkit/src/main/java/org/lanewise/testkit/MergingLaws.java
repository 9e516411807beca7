package org.lanewise.testkit;

import static org.lanewise.testkit.AccuracyLaws.first;
import static org.lanewise.testkit.AccuracyLaws.off;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Statistics of batches, merged, are those of all elements, in whichever order it is done. */
final class MergingLaws {
    static final List<Law> ALL = List.of(
            new Law(
                    "merged from the left",
                    "(a + b) + c has the statistics of all elements within their bounds",
                    MergingSubject.class::isInstance,
                    t -> merged(t, true)),
            new Law(
                    "merged from the right",
                    "a + (b + c) has the statistics of all elements within their bounds",
                    MergingSubject.class::isInstance,
                    t -> merged(t, false)));

    private MergingLaws() {}

    private static Optional<String> merged(Trial t, boolean fromLeft) {
        return merged(t, (MergingSubject<?>) t.subject, fromLeft);
    }

    private static <M> Optional<String> merged(Trial t, MergingSubject<M> subject, boolean fromLeft) {
        List<M> parts = new ArrayList<>();
        for (Tensor batch : batches(t.x)) {
            parts.add(subject.moments(batch));
        }
        int merges = parts.size() - 1;
        while (parts.size() > 1) {
            int at = fromLeft ? 0 : parts.size() - 2;
            parts.set(at, subject.merge(parts.get(at), parts.remove(at + 1)));
        }
        Statistics actual = subject.statistics(parts.getFirst());
        return first(
                t.channels,
                c -> off(
                                t.precision.computed(),
                                "merged mean of channel " + c,
                                t.exact(c).mean().doubleValue(),
                                actual.mean()[c],
                                t.bounds(c).mergedMean(merges))
                        .or(() -> off(
                                t.precision.computed(),
                                "merged variance of channel " + c,
                                t.exact(c).variance().doubleValue(),
                                actual.variance()[c],
                                t.bounds(c).mergedVariance(merges))));
    }

    /** The samples in batches of 1, 1, 2, 4, ... */
    private static List<Tensor> batches(Tensor x) {
        Shape shape = x.shape();
        long samples = shape.size(0);
        long bytesPerSample = x.segment().byteSize() / samples;
        List<Tensor> batches = new ArrayList<>();
        for (long from = 0, size = 1; from < samples; from += size, size = Math.min(from, samples - from)) {
            long[] sizes = new long[shape.rank()];
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = axis == 0 ? size : shape.size(axis);
            }
            batches.add(Tensor.of(
                    x.segment().asSlice(from * bytesPerSample, size * bytesPerSample),
                    Shape.of(sizes),
                    x.layout(),
                    x.type()));
        }
        return batches;
    }
}
