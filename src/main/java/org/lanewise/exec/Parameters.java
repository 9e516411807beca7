package org.lanewise.exec;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lanewise.kernel.call.Operands;
import org.lanewise.tensor.ElementType;

/**
 * Per channel, the numbers that elementwise operations take: see {@link Engine}. In the type that these compute in,
 * which is double for float64 and float for all others. Different channels may be set at the same time.
 */
public final class Parameters {
    private final Operands.Floats floats;
    private final Operands.Doubles doubles;
    /**
     * Whether a channel has powers of its own. Who sets such a channel sees it; to others it makes no difference of
     * bits.
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

    /** The range of the type that is computed in. */
    public Range range() {
        return doubles == null ? Range.FLOAT : Range.DOUBLE;
    }

    /** Begins anew: all channels are to be set. */
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
     * Sets those of a channel, each rounded, with powers of one half. A NaN becomes the usual one, on which kernels for
     * shorter types count.
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

    /** As the other, with powers of two of the channel's own. */
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
