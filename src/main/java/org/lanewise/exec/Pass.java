package org.lanewise.exec;

import org.lanewise.kernel.call.Operation;

/**
 * A pass of a layer over whole tensors: a reduction, an elementwise operation, or both with the coefficients made in
 * between. A new pass takes a row of this table, and kernels. {@link #isBackward}, {@code Plan.Signature.inputs} and
 * {@code Plan.merge} ask which pass it is: check them too.
 */
public enum Pass {
    /** Per channel, the mean of x and the sum of squared deviations from it. */
    MOMENTS("moments", Operation.MOMENTS, null),
    /** {@link #MOMENTS}, then out = the normalized x. */
    TRAIN("train", Operation.MOMENTS, Operation.NORMALIZE),
    /** out = x normalized with given coefficients. */
    NORMALIZE("normalize", null, Operation.NORMALIZE),
    /** Per channel, the sums of dy and of dy·(x - center). */
    GRADIENT_SUMS("gradient_sums", Operation.GRADIENT_SUMS, null),
    /** {@link #GRADIENT_SUMS}, then out = dx. */
    BACKWARD("backward", Operation.GRADIENT_SUMS, Operation.INPUT_GRADIENT),
    /** out = dx through frozen statistics: dz normalized, so x is dz here. */
    FROZEN_BACKWARD("normalize", null, Operation.NORMALIZE);

    private final String eventName;
    private final Operation reduction;
    private final Operation elementwise;

    Pass(String eventName, Operation reduction, Operation elementwise) {
        this.eventName = eventName;
        this.reduction = reduction;
        this.elementwise = elementwise;
    }

    /** The pass's name for Java Flight Recorder. */
    String eventName() {
        return eventName;
    }

    /** The reduction; null for none. */
    Operation reduction() {
        return reduction;
    }

    /** The elementwise operation, in a forward pass with its epilogue; null for none. */
    Operation elementwise(Epilogue epilogue) {
        return elementwise == Operation.NORMALIZE && !isBackward() ? epilogue.normalize() : elementwise;
    }

    /** Whether this reads a gradient, which the gate may have to make first. */
    boolean isBackward() {
        return this == GRADIENT_SUMS || this == BACKWARD || this == FROZEN_BACKWARD;
    }
}
