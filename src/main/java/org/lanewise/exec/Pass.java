package org.lanewise.exec;

import org.lanewise.kernel.call.Operation;

/**
 * A pass of a layer over whole tensors: a reduction, an elementwise operation, or both with the coefficients made in
 * between. A row of this table is all that a new pass takes, beside its kernels.
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
    /** out = dx through frozen statistics, which is dy normalized: x is dy here. */
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

    /** Whether a gradient comes in, which may be that of an activation. */
    boolean isBackward() {
        return this == GRADIENT_SUMS || this == BACKWARD || this == FROZEN_BACKWARD;
    }
}
