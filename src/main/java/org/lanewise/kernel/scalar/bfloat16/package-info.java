/** The scalar kernels for bfloat16, made from those for float32 when the project is built. */
package org.lanewise.kernel.scalar.bfloat16;
