package org.lanewise.fold;

import org.lanewise.FrozenBatchNorm;

/**
 * A frozen batch normalization as scale·z + shift: scale = gamma/sqrt(variance + eps), shift = beta - scale·mean, in double.
 *
 * <p>The scale is off by 2.5 units in the last place at most, as the root halves what the sum is off by, where it is
 * {@link #isNormal normal}. A gamma of float's size always gives such a scale.
 */
record Affine(FrozenBatchNorm layer, double[] scale, double[] shift) {
    static Affine of(FrozenBatchNorm layer) {
        double[] scale = new double[layer.channels()];
        double[] shift = new double[layer.channels()];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = layer.gamma(c) / Math.sqrt(layer.variance(c) + layer.eps());
            shift[c] = Math.fma(-scale[c], layer.mean(c), layer.beta(c));
        }
        return new Affine(layer, scale, shift);
    }

    /** Whether a channel's scale is 0, or has all digits of a double. */
    boolean isNormal(int c) {
        double size = Math.abs(scale[c]);
        return size == 0 || size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
    }

    /** A bound on what a channel's shift is off by. */
    double shiftError(int c) {
        return Rounding.UNIT * Math.abs(shift[c]) + Rounding.ofProduct(scale[c], layer.mean(c));
    }
}
