package org.lanewise.exec;

import org.lanewise.kernel.call.Operation;

/**
 * A pass of a layer over whole tensors: a reduction, an elementwise operation, or both with the coefficients made in
 * between. A new pass takes a row of this table, and kernels.
 */
public enum Pass {
    /** Per channel, the mean of x and the sum of squared deviations from it. */
    MOMENTS("moments", false, Operation.MOMENTS, null),
    /** {@link #MOMENTS}, then out = the normalized x. */
    TRAIN("train", false, Operation.MOMENTS, Operation.NORMALIZE),
    /** out = x normalized with given coefficients. */
    NORMALIZE("normalize", false, null, Operation.NORMALIZE),
    /** Per channel, the sums of dy and of dy·(x - center). */
    GRADIENT_SUMS("gradient_sums", true, Operation.GRADIENT_SUMS, null),
    /** {@link #GRADIENT_SUMS}, then out = dx. */
    BACKWARD("backward", true, Operation.GRADIENT_SUMS, Operation.INPUT_GRADIENT),
    /** out = dx through frozen statistics: dz normalized, so x is dz here. */
    FROZEN_BACKWARD("normalize", true, null, Operation.NORMALIZE);

    private final String eventName;
    private final boolean isBackward;
    private final Operation reduction;
    private final Operation elementwise;

    Pass(String eventName, boolean isBackward, Operation reduction, Operation elementwise) {
        this.eventName = eventName;
        this.isBackward = isBackward;
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
        return elementwise == Operation.NORMALIZE && !isBackward ? epilogue.normalize() : elementwise;
    }

    /** Whether this reads a gradient, which the gate may have to make first. */
    boolean isBackward() {
        return isBackward;
    }
}
