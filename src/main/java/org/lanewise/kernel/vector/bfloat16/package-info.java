/** The vector kernels for bfloat16, made from those for float32 when the project is built. */
package org.lanewise.kernel.vector.bfloat16;
