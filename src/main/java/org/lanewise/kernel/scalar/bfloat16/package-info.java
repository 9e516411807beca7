/** The scalar kernels for bfloat16, made from those for float32, except for its sums in blocks. */
package org.lanewise.kernel.scalar.bfloat16;
