package org.lanewise.app.model;

import java.util.stream.IntStream;
import org.lanewise.Audit;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.ExactInference;
import org.lanewise.testkit.Precision;
import org.lanewise.testkit.Ulps;

/**
 * How far a layer's outputs are from exact, and from each other: each the largest over all elements, in ulp as {@link Ulps} has them;
 * NaN if all exact outputs are beyond the largest float.
 *
 * @param layer which
 * @param shape of its input
 * @param ours our engine from exact
 * @param peers ONNX Runtime from exact
 * @param apart ours from ONNX Runtime's
 * @param shareOfBound our error as a share of the derived bound: at most 1 where that is kept
 * @param audit what its numbers tell
 */
public record LayerCheck(
        NormalizationLayer layer, Shape shape, double ours, double peers, double apart, double shareOfBound, Audit audit) {
    /** The errors of a part of the elements. */
    private record Errors(double ours, double peers, double apart, double shareOfBound) {
        static final Errors NONE = new Errors(Ulps.NONE, Ulps.NONE, Ulps.NONE, 0);

        Errors max(Errors other) {
            return new Errors(Ulps.max(ours, other.ours), Ulps.max(peers, other.peers), Ulps.max(apart, other.apart),
                    Math.max(shareOfBound, other.shareOfBound));
        }
    }

    /** Compares outputs for an input of finite numbers; all of one shape, channels first. */
    static LayerCheck of(NormalizationLayer layer, Tensor x, Tensor ours, Tensor peers) {
        Shape shape = x.shape();
        float[] in = x.toArray();
        float[] out = ours.toArray();
        float[] peersOut = peers.toArray();
        Errors errors = IntStream.range(0, shape.channels())
                .parallel()
                .mapToObj(c -> channel(layer, shape, c, in, out, peersOut))
                .reduce(Errors.NONE, Errors::max);
        Audit audit = Audit.of(layer.means(), layer.variances(), layer.gamma(), layer.beta(), layer.epsilon());
        return new LayerCheck(layer, shape, errors.ours, errors.peers, errors.apart, errors.shareOfBound, audit);
    }

    private static Errors channel(NormalizationLayer layer, Shape shape, int c, float[] x, float[] ours, float[] peers) {
        ExactInference exact = new ExactInference(Precision.FLOAT32,
                layer.mean()[c], layer.variance()[c], layer.gamma()[c], layer.beta()[c], layer.epsilon());
        int spatial = Math.toIntExact(shape.spatial());
        Errors errors = Errors.NONE;
        for (int n = 0; n < shape.samples(); n++) {
            int from = (n * shape.channels() + c) * spatial;
            for (int i = from; i < from + spatial; i++) {
                ExactInference.Output output = exact.output(x[i]);
                errors = errors.max(new Errors(output.ulps(ours[i]), output.ulps(peers[i]),
                        output.ulpsApart(ours[i], peers[i]), output.shareOfBound(ours[i])));
            }
        }
        return errors;
    }

    /** Whether our engine keeps to the bound. */
    public boolean isWithinBound() {
        return shareOfBound <= 1;
    }
}
