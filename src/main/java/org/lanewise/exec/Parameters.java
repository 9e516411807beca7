package org.lanewise.exec;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lanewise.kernel.call.Operands;
import org.lanewise.tensor.ElementType;

/**
 * Per channel, the numbers that elementwise kernels take; {@link org.lanewise.kernel.call.Operation} has the formulas.
 * They are of the type that kernels compute in: double for float64, float for all others. Different channels may be set
 * at the same time.
 */
public final class Parameters {
    private final Operands.Floats floats;
    private final Operands.Doubles doubles;
    /**
     * Whether a channel has powers of its own. The thread that sets it sees it at once. Other threads may run either
     * kernel: for channels without such powers the bits are the same.
     */
    private final AtomicBoolean extended = new AtomicBoolean();

    /** Parameters for tensors of a type. */
    public Parameters(ElementType type, int channels) {
        boolean inDouble = type == ElementType.FLOAT64;
        floats = inDouble ? null : new Operands.Floats(channels);
        doubles = inDouble ? new Operands.Doubles(channels) : null;
        resetPowers();
    }

    /** Whether these are for tensors of a type. */
    public boolean isFor(ElementType type) {
        return (doubles != null) == (type == ElementType.FLOAT64);
    }

    /** The range of the type that kernels compute in. */
    public Range range() {
        return doubles == null ? Range.FLOAT : Range.DOUBLE;
    }

    /** Prepares for new values: each channel must be set again. */
    public void clear() {
        if (extended.getPlain()) {
            extended.setPlain(false);
            resetPowers();
        }
    }

    private void resetPowers() {
        if (doubles == null) {
            Arrays.fill(floats.powerOfX(), Operands.HALF);
            Arrays.fill(floats.powerOfDy(), Operands.HALF);
        } else {
            Arrays.fill(doubles.powerOfX(), Operands.HALF);
            Arrays.fill(doubles.powerOfDy(), Operands.HALF);
        }
    }

    /** Whether the kernels must be extended ones. */
    boolean areExtended() {
        return extended.getPlain();
    }

    /**
     * Sets a channel's parameters, but not its powers: {@link #clear} sets these to 0.5. In float, values are rounded,
     * and each NaN becomes {@link Float#NaN}: kernels for 16-bit types rely on that.
     */
    public void set(int c, double offset, double scale, double factorOfX, double shift) {
        if (doubles == null) {
            floats.offset()[c] = withCanonicalNaN(offset);
            floats.scale()[c] = withCanonicalNaN(scale);
            floats.factorOfX()[c] = withCanonicalNaN(factorOfX);
            floats.shift()[c] = withCanonicalNaN(shift);
        } else {
            doubles.offset()[c] = offset;
            doubles.scale()[c] = scale;
            doubles.factorOfX()[c] = factorOfX;
            doubles.shift()[c] = shift;
        }
    }

    /** As {@link #set}, with powers of two of the channel's own. */
    public void setExtended(
            int c, double offset, double scale, double factorOfX, double shift, double powerOfX, double powerOfDy) {
        extended.setPlain(true);
        set(c, offset, scale, factorOfX, shift);
        if (doubles == null) {
            floats.powerOfX()[c] = (float) powerOfX;
            floats.powerOfDy()[c] = (float) powerOfDy;
        } else {
            doubles.powerOfX()[c] = powerOfX;
            doubles.powerOfDy()[c] = powerOfDy;
        }
    }

    private static float withCanonicalNaN(double value) {
        return Double.isNaN(value) ? Float.NaN : (float) value;
    }

    void provide(Operands operands) {
        operands.floats = floats;
        operands.doubles = doubles;
    }
}
