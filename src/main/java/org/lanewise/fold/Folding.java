package org.lanewise.fold;

/**
 * What became of an attempt to fold: weights with their certificate, or a reason why there are none.
 *
 * <pre>{@code
 * switch (folding) {
 *     case Folding.Folded folded -> use(folded.weights());
 *     case Folding.Refused refused -> log(refused.reason()); // and keep the layer
 * }
 * }</pre>
 */
public sealed interface Folding {
    /**
     * The weights, if there are.
     *
     * @throws IllegalStateException with the reason, if folding was refused
     */
    Folded orElseThrow();

    /**
     * The map that does the work of both.
     *
     * @param weights the map before, with the values of the target type and a bias
     * @param certificate how far it may be off
     */
    record Folded(Weights weights, Certificate certificate) implements Folding {
        @Override
        public Folded orElseThrow() {
            return this;
        }

        /** The certificate. */
        @Override
        public String toString() {
            return certificate.toString();
        }
    }

    /**
     * No weights, because they would give wrong answers.
     *
     * @param cause the kind of reason
     * @param reason which channel, which value, and what would be allowed
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

    /** Why folding is refused; the first in this order that holds. */
    enum Cause {
        /** Between the layer and the map after it an activation lies, which is not linear. */
        ACTIVATION,
        /** A number of the layer or of the map is NaN or infinite. */
        NOT_FINITE,
        /** The layer's shift, which zero padding has not, would have to be in the padding too. */
        PADDING,
        /** A folded weight or bias is above the largest of the target type. */
        OVERFLOW,
        /**
         * The weights of an output channel are all below the target type's normal range, and one loses more of the largest than
         * rounding does of a normal number. (Beside a normal weight, small ones lose no more than that one does.)
         */
        UNDERFLOW,
        /** The predicted storage error of an output channel is above the tolerance. */
        TOLERANCE
    }
}
