/** The vector kernels for bfloat16: sums in blocks, and elementwise kernels made from those for float32. */
package org.lanewise.kernel.vector.bfloat16;
