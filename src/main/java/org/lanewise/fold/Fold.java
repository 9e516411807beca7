package org.lanewise.fold;

import java.util.Objects;
import org.lanewise.Activation;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.tensor.ElementType;

/**
 * Folds a frozen batch normalization into the weights of the linear map before or after it, so that service is one operation instead
 * of two, for a target type, with a certificate of what that costs; or refuses where the target type can't carry the result.
 *
 * <p>With a = gamma/sqrt(variance + eps) and d = beta - a·mean per channel, the layer is z·a + d. A map W·x + b before it becomes
 * W' = a·W with the output's channel, b' = a·(b - mean) + beta. A map W·y + b after it becomes W' = W·a with the input's channel,
 * b' = b + sum(W·d) over all weights of the output. Everything is computed in double and rounded once, to nearest.
 *
 * <p>Where zeros are padded between the layer and a convolution after it, and in a transposed convolution after it, whose outputs
 * meet different numbers of inputs, no bias is right for all outputs: that is refused unless d is 0 in all channels (as computed;
 * by how much it may not be is in the certificate).
 *
 * <pre>{@code
 * Weights conv = Weights.of(LinearMap.convolution(64, 32, 3, 3), weight, null); // float[64 * 32 * 3 * 3], no bias
 * Fold fold = Fold.to(ElementType.FLOAT16, 6).tolerance(0.01);  // for inputs of the convolution within -6 and 6
 * switch (fold.before(conv, layer.freeze())) {
 *     case Folding.Folded folded -> serve(folded.weights().values(), folded.weights().bias());
 *     case Folding.Refused refused -> System.err.println(refused); // and keep the layer
 * }
 * }</pre>
 *
 * <p>Immutable, and safe for any number of threads.
 */
public final class Fold {
    private final ElementType target;
    private final double inputBound;
    private final double tolerance;

    private Fold(ElementType target, double inputBound, double tolerance) {
        this.target = target;
        this.inputBound = inputBound;
        this.tolerance = tolerance;
    }

    /**
     * Folds into weights of a type, to whatever error.
     *
     * @param target the type of the folded weights and bias; float64 is computed with in double, all others in float
     * @param inputBound what each |input| of the folded map is at most, finite and above 0: the predicted errors are for such
     *     inputs, and proportional to it but for the bias's part. For normalized inputs about 6, for images their largest value
     * @throws IllegalArgumentException if the bound is not allowed
     */
    public static Fold to(ElementType target, double inputBound) {
        Objects.requireNonNull(target, "target");
        if (!(inputBound > 0 && inputBound <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("inputBound: " + inputBound + ", must be finite and above 0");
        }
        return new Fold(target, inputBound, Double.POSITIVE_INFINITY);
    }

    /**
     * Refuses where the predicted storage error of an output channel is above a share of that channel's
     * {@link Certificate#rootMeanSquare root mean square}. Not of its standard deviation alone: trained layers have channels with a
     * gamma of almost 0, constants that no type would store to a share of |gamma|, and whose errors nobody sees beside beta.
     *
     * @param share 0 or more, such as 0.01
     * @throws IllegalArgumentException if it is negative or NaN
     */
    public Fold tolerance(double share) {
        if (!(share >= 0)) {
            throw new IllegalArgumentException("share: " + share + ", must not be negative");
        }
        return new Fold(target, inputBound, share);
    }

    /**
     * Folds a layer into the map before it. The layer's activation, if it has one, is still to be done after the folded map.
     *
     * @param weights of a map with as many outputs as the layer has channels
     * @throws IllegalArgumentException if it has not
     */
    public Folding before(Weights weights, FrozenBatchNorm layer) {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(layer, "layer");
        weights.map().requireOutputOf(layer.channels());
        return store(Draft.before(weights, Affine.of(layer)));
    }

    /**
     * Folds a layer into the map after it.
     *
     * @param weights of a map with as many inputs as the layer has channels; or a multiple, if it says how they were flattened
     * @throws IllegalArgumentException if it has not
     */
    public Folding after(FrozenBatchNorm layer, Weights weights) {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(weights, "weights");
        weights.map().requireInputOf(layer.channels());
        if (!layer.activation().equals(Activation.none())) {
            return new Folding.Refused(Folding.Cause.ACTIVATION, layer.activation() + " follows the layer, must be none");
        }
        return store(Draft.after(Affine.of(layer), weights));
    }

    /** Looks for a reason to refuse when all is done: what was computed from numbers that are not allowed is thrown away. */
    private Folding store(Draft draft) {
        Stored stored = Stored.of(draft, target);
        Certificate certificate = stored.certificate(inputBound);
        return draft.notFinite()
                .or(draft::padding)
                .or(stored::overflow)
                .or(stored::underflow)
                .or(() -> certificate.above(tolerance))
                .map(Folding.class::cast)
                .orElseGet(() -> new Folding.Folded(stored.weights(), certificate));
    }
}
