package org.lanewise.exec;

import org.lanewise.kernel.Operands;
import org.lanewise.tensor.ElementType;

/**
 * Per channel, the four numbers that elementwise operations take: see {@link Engine}. In the type that these compute in, which is
 * double for float64 and float for all others. Different channels may be set at the same time.
 */
public final class Parameters {
    private final Operands.Floats floats;
    private final Operands.Doubles doubles;

    /** Parameters for tensors of a type. */
    public Parameters(ElementType type, int channels) {
        boolean inDouble = type == ElementType.FLOAT64;
        floats = inDouble ? null
                : new Operands.Floats(new float[channels], new float[channels], new float[channels], new float[channels]);
        doubles = inDouble
                ? new Operands.Doubles(new double[channels], new double[channels], new double[channels], new double[channels])
                : null;
    }

    /** Whether these are for tensors of a type. */
    public boolean isFor(ElementType type) {
        return (doubles != null) == (type == ElementType.FLOAT64);
    }

    /** The nearest finite number of the type that is computed in; a NaN stays one. */
    public double round(double value) {
        return doubles == null ? Math.clamp((float) value, -Float.MAX_VALUE, Float.MAX_VALUE) : value;
    }

    /** The largest number of the type that is computed in. */
    public double largest() {
        return doubles == null ? Float.MAX_VALUE : Double.MAX_VALUE;
    }

    /** Sets those of a channel, each rounded; a NaN becomes the usual one, on which kernels for shorter types count. */
    public void set(int c, double offset, double scale, double slope, double shift) {
        if (doubles == null) {
            floats.offset()[c] = usual(offset);
            floats.scale()[c] = usual(scale);
            floats.slope()[c] = usual(slope);
            floats.shift()[c] = usual(shift);
        } else {
            doubles.offset()[c] = offset;
            doubles.scale()[c] = scale;
            doubles.slope()[c] = slope;
            doubles.shift()[c] = shift;
        }
    }

    private static float usual(double value) {
        return Double.isNaN(value) ? Float.NaN : (float) value;
    }

    void provide(Operands operands) {
        operands.floats = floats;
        operands.doubles = doubles;
    }
}
