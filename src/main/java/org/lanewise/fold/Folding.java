package org.lanewise.fold;

/**
 * The outcome of folding: either folded weights with their certificate, or the reason for a refusal. Immutable.
 * {@link Fold} has an example.
 */
public sealed interface Folding {
    /**
     * The folded weights with their certificate.
     *
     * @throws IllegalStateException with cause and reason as its message, if folding was refused
     */
    Folded orElseThrow();

    /**
     * The folded map, which computes what the map and the layer compute together.
     *
     * @param weights the folded weights and bias, rounded to the target type, for the same map as before
     * @param certificate the bounds on their error
     */
    record Folded(Weights weights, Certificate certificate) implements Folding {
        @Override
        public Folded orElseThrow() {
            return this;
        }

        /** The certificate's text. */
        @Override
        public String toString() {
            return certificate.toString();
        }
    }

    /**
     * No weights, because the folded map would give wrong results.
     *
     * @param cause the kind of reason
     * @param reason a text with the channel, the value, and what is allowed
     */
    record Refused(Cause cause, String reason) implements Folding {
        @Override
        public Folded orElseThrow() {
            throw new IllegalStateException(toString());
        }

        /** Such as {@code OVERFLOW: output channel 3: ...}. */
        @Override
        public String toString() {
            return cause + ": " + reason;
        }
    }

    /** Why folding is refused. If there are several reasons, the first in this order counts. */
    enum Cause {
        /** An activation, which is not linear, lies between the layer and the map after it. */
        ACTIVATION,
        /** A number of the layer or of the map is NaN or infinite. */
        NOT_FINITE,
        /**
         * The layer's shift can't go into the bias, because some outputs depend on fewer inputs than others: at a
         * border of padded zeros, to which the layer would not have added its shift, or in a transposed convolution.
         */
        PADDING,
        /** The size of a folded weight or bias is above the largest value of the target type. */
        OVERFLOW,
        /**
         * All weights of an output channel are below the target type's normal range, and the rounding error of one is
         * more than one unit roundoff of the largest. (Beside a normal weight a small one can't lose that much.)
         */
        UNDERFLOW,
        /** The predicted storage error of an output channel is above the tolerance. */
        TOLERANCE
    }
}
