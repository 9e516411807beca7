/**
 * The vector kernels for bfloat16: sums in blocks, and elementwise kernels made from those for float32. Begin with
 * {@link org.lanewise.kernel.vector.bfloat16.BFloat16Vectors}, which says how elements are loaded. Parts too short for
 * blocks are summed in double, by kernels made from those for float16.
 */
package org.lanewise.kernel.vector.bfloat16;
