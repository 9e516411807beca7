package org.lanewise.exec;

import org.lanewise.kernel.call.Operation;

/**
 * What follows normalization in the same pass over memory. A backward pass has {@link #ACTIVATE_MASK} if it begins with
 * the gate, which reads the mask that the forward pass wrote, else {@link #NONE}.
 */
public enum Epilogue {
    /** Nothing. */
    NONE(Operation.NORMALIZE, false, false),
    /** The activation. */
    ACTIVATE(Operation.NORMALIZE_ACTIVATE, false, false),
    /** A residual is added, then the activation follows. */
    ADD_ACTIVATE(Operation.NORMALIZE_ADD_ACTIVATE, true, false),
    /** The activation, and a bit of each element is kept for the backward pass. */
    ACTIVATE_MASK(Operation.NORMALIZE_ACTIVATE_MASK, false, true),
    /** All three. */
    ADD_ACTIVATE_MASK(Operation.NORMALIZE_ADD_ACTIVATE_MASK, true, true);

    private final Operation normalize;
    private final boolean adds;
    private final boolean masks;

    Epilogue(Operation normalize, boolean adds, boolean masks) {
        this.normalize = normalize;
        this.adds = adds;
        this.masks = masks;
    }

    /** The epilogue of a forward pass. Where a residual is added the activation may be none, a slope of 1. */
    public static Epilogue of(boolean adds, boolean activates, boolean masks) {
        if (adds) {
            return masks ? ADD_ACTIVATE_MASK : ADD_ACTIVATE;
        }
        if (masks) {
            return ACTIVATE_MASK;
        }
        return activates ? ACTIVATE : NONE;
    }

    /** Normalization with this epilogue. */
    Operation normalize() {
        return normalize;
    }

    /** Whether a residual is added. */
    boolean adds() {
        return adds;
    }

    /** Whether a mask is written forward, and read backward. */
    boolean masks() {
        return masks;
    }
}
