/**
 * The vector kernels for float64, made from those for float32. Begin with
 * {@link org.lanewise.kernel.vector.float64.Float64Vectors}, which is written by hand.
 */
package org.lanewise.kernel.vector.float64;
