/**
 * The scalar kernels for bfloat16, made from those for float32, except for its sums in blocks. Begin with
 * {@link org.lanewise.kernel.scalar.bfloat16.PlanesMoments}, which is written by hand.
 */
package org.lanewise.kernel.scalar.bfloat16;
