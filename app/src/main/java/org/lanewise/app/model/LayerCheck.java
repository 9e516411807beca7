package org.lanewise.app.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lanewise.Audit;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.ExactInference;
import org.lanewise.testkit.Precision;
import org.lanewise.testkit.Ulps;

/**
 * How far a layer's outputs are from exact, and from each other: each the largest over all elements that have an exact
 * output, in ulp of their type as {@link Ulps} has them; NaN if there is none, or all are beyond the largest number.
 *
 * @param layer which
 * @param shape of its input
 * @param precision of its input and output
 * @param ours our engine from exact
 * @param peers ONNX Runtime from exact
 * @param apart ours from ONNX Runtime's
 * @param shareOfBound our error as a share of the derived bound: at most 1 where that is kept
 * @param audit what its numbers tell
 * @param unchecked what has no exact output, if anything: the first element that is not finite, or the first channel
 *     with a fault
 */
public record LayerCheck(
        NormalizationLayer layer,
        Shape shape,
        Precision precision,
        double ours,
        double peers,
        double apart,
        double shareOfBound,
        Audit audit,
        Optional<String> unchecked) {
    /** The errors of a part of the elements. */
    private record Errors(double ours, double peers, double apart, double shareOfBound) {
        static final Errors NONE = new Errors(Ulps.NONE, Ulps.NONE, Ulps.NONE, 0);

        Errors max(Errors other) {
            return new Errors(
                    Ulps.max(ours, other.ours),
                    Ulps.max(peers, other.peers),
                    Ulps.max(apart, other.apart),
                    Math.max(shareOfBound, other.shareOfBound));
        }
    }

    /** Compares outputs for an input; all of one shape and type, channels first. */
    static LayerCheck of(NormalizationLayer layer, Tensor x, Tensor ours, Tensor peers) {
        Shape shape = x.shape();
        Precision precision = Precision.of(x.type());
        double[] in = x.toDoubleArray();
        double[] out = ours.toDoubleArray();
        double[] peersOut = peers.toDoubleArray();
        Errors errors = IntStream.range(0, shape.channels())
                .parallel()
                .filter(c -> layer.fault(c).isEmpty())
                .mapToObj(c -> channel(layer, precision, shape, c, in, out, peersOut))
                .reduce(Errors.NONE, Errors::max);
        return new LayerCheck(
                layer,
                shape,
                precision,
                errors.ours,
                errors.peers,
                errors.apart,
                errors.shareOfBound,
                layer.audit(),
                notFinite(in, shape).or(layer::fault));
    }

    private static Errors channel(
            NormalizationLayer layer,
            Precision precision,
            Shape shape,
            int c,
            double[] x,
            double[] ours,
            double[] peers) {
        ExactInference exact = new ExactInference(
                precision,
                layer.mean().values()[c],
                layer.variance().values()[c],
                layer.gamma().values()[c],
                layer.beta().values()[c],
                layer.epsilon());
        int spatial = Math.toIntExact(shape.spatial());
        Errors errors = Errors.NONE;
        for (int n = 0; n < shape.samples(); n++) {
            int from = (n * shape.channels() + c) * spatial;
            for (int i = from; i < from + spatial; i++) {
                if (Double.isFinite(x[i])) {
                    ExactInference.Output output = exact.output(x[i]);
                    errors = errors.max(new Errors(
                            output.ulps(ours[i]),
                            output.ulps(peers[i]),
                            output.ulpsApart(ours[i], peers[i]),
                            output.shareOfBound(ours[i])));
                }
            }
        }
        return errors;
    }

    /** The first element of an input that is not finite, where it is, and how many there are. */
    private static Optional<String> notFinite(double[] x, Shape shape) {
        int[] places =
                IntStream.range(0, x.length).filter(i -> !Double.isFinite(x[i])).toArray();
        if (places.length == 0) {
            return Optional.empty();
        }
        long[] index = new long[shape.rank()];
        long rest = places[0];
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Optional.of(x[places[0]] + " in the input at "
                + Arrays.stream(index).mapToObj(String::valueOf).collect(Collectors.joining(","))
                + (places.length == 1 ? "" : ", the first of " + places.length));
    }

    /** Whether all elements could be checked, and our engine keeps to the bound. */
    public boolean isWithinBound() {
        return unchecked.isEmpty() && shareOfBound <= 1;
    }
}
