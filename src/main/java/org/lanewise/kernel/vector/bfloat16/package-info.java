/**
 * The vector kernels for bfloat16: sums in blocks, and elementwise kernels made from those for float32. Parts too short
 * for blocks are summed in double, by kernels made from those for float16.
 */
package org.lanewise.kernel.vector.bfloat16;
