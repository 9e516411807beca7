package org.lanewise.fold;

import java.util.Objects;
import org.lanewise.Activation;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.tensor.ElementType;

/**
 * Folds a frozen batch normalization into the weights of the linear map before or after it, so that inference needs one
 * operation instead of two. The result comes in a target type, with a certificate that bounds its error. Folding is
 * refused where the target type can't hold the result.
 *
 * <p>With a = gamma/sqrt(variance + eps) and d = beta - a·mean per channel, the layer is z·a + d. A map W·x + b before
 * it becomes W' = a·W with a of the output's channel, b' = a·(b - mean) + beta. A map W·y + b after it becomes W' = W·a
 * with a of the input's channel, b' = b + sum(W·d) over all weights of the output. (One formula put into the other;
 * Jacob et al.: Quantization and Training of Neural Networks, 2018, section 3.2, folds so.) Everything is computed in
 * double and rounded once, to nearest.
 *
 * <p>No bias is right for all outputs if some outputs depend on fewer inputs than others. That is so in a convolution
 * after the layer whose input is padded with zeros, and in a transposed convolution after the layer. Such a fold is
 * refused, unless the computed d is 0 in all channels; the certificate includes the error of d.
 *
 * <pre>{@code
 * Weights conv = Weights.of(LinearMap.convolution(64, 32, 3, 3), weight, null); // no bias
 * Fold fold = Fold.to(ElementType.FLOAT16, 6).tolerance(0.01); // for inputs from -6 to 6
 * switch (fold.before(conv, layer.freeze())) {
 *     case Folding.Folded folded -> use(folded.weights(), folded.certificate());
 *     case Folding.Refused refused -> System.err.println(refused); // and keep the layer
 * }
 * }</pre>
 *
 * <p>Immutable, and safe for use by many threads.
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
     * Folds into weights of a type, with any error: see {@link #tolerance(double)}.
     *
     * @param target the type of the folded weights and bias; inference computes in double with float64, in float with
     *     all others
     * @param inputBound the largest |input| of the folded map, finite and above 0: about 6 for normalized inputs, the
     *     largest value for images. The predicted errors hold for such inputs; all but the bias's part is proportional
     *     to the bound
     * @throws IllegalArgumentException if inputBound is not finite and above 0
     */
    public static Fold to(ElementType target, double inputBound) {
        Objects.requireNonNull(target, "target");
        if (!(inputBound > 0 && inputBound <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("inputBound: " + inputBound + ", must be finite and above 0");
        }
        return new Fold(target, inputBound, Double.POSITIVE_INFINITY);
    }

    /**
     * Sets a tolerance. Folding is refused if the {@link Certificate#storageError storage error} of an output channel
     * is above this share of the channel's {@link Certificate#rootMeanSquare(int) root mean square}.
     *
     * <p>The share is not taken of the standard deviation |gamma| alone, because trained layers have channels with a
     * gamma near 0. Such a channel is all but constant. No type stores it to a share of |gamma|, and beside beta its
     * error does not matter.
     *
     * @param share 0 or more, such as 0.01
     * @return a new Fold; this one stays as it is
     * @throws IllegalArgumentException if share is negative or NaN
     */
    public Fold tolerance(double share) {
        if (!(share >= 0)) {
            throw new IllegalArgumentException("share: " + share + ", must not be negative");
        }
        return new Fold(target, inputBound, share);
    }

    /**
     * Folds a layer into the map before it. The layer's activation, if it has one, remains to be applied after the
     * folded map.
     *
     * @param weights of a map with one output per channel of the layer
     * @return the folded weights, or why there are none; a number that does not fit the target is no exception
     * @throws IllegalArgumentException if the map of weights has another number of outputs
     */
    public Folding before(Weights weights, FrozenBatchNorm layer) {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(layer, "layer");
        weights.map().requireOutputOf(layer.channels());
        return round(UnroundedFold.before(weights, layer));
    }

    /**
     * Folds a layer into the map after it. Refused if the layer has an activation, because that lies between the two.
     *
     * @param weights of a map with one input per channel of the layer, or with a multiple of that if the map says in
     *     which layout its inputs were flattened
     * @return the folded weights, or why there are none
     * @throws IllegalArgumentException if the map of weights has another number of inputs
     */
    public Folding after(FrozenBatchNorm layer, Weights weights) {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(weights, "weights");
        weights.map().requireInputOf(layer.channels());
        if (!layer.activation().equals(Activation.none())) {
            return new Folding.Refused(
                    Folding.Cause.ACTIVATION, layer.activation() + " follows the layer, must be none");
        }
        return round(UnroundedFold.after(layer, weights));
    }

    /** Rounds to the target type, and only then looks for a reason to refuse: some reasons need the rounded weights. */
    private Folding round(UnroundedFold unrounded) {
        RoundedFold rounded = RoundedFold.of(unrounded, target);
        Certificate certificate = rounded.certificate(inputBound);
        return unrounded
                .notFinite()
                .or(unrounded::padding)
                .or(rounded::overflow)
                .or(rounded::underflow)
                .or(() -> certificate.aboveTolerance(tolerance))
                .map(Folding.class::cast)
                .orElseGet(() -> new Folding.Folded(rounded.weights(), certificate));
    }
}
