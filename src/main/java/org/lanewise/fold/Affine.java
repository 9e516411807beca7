package org.lanewise.fold;

import org.lanewise.FrozenBatchNorm;

/**
 * A frozen batch normalization as scale·z + shift: scale = gamma/sqrt(variance + eps), shift = beta - scale·mean, in double.
 *
 * <p>The scale is off by 2.5 units in the last place at most, as the root halves what the sum is off by, and never subnormal: it is
 * between 2^-149/2^512 and 2^128/2^-63.
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

    /** A bound on what a channel's shift is off by. */
    double shiftError(int c) {
        return Rounding.UNIT * Math.abs(shift[c]) + Rounding.ofProduct(scale[c], layer.mean(c));
    }
}
