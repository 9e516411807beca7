/** The scalar kernels for float16, made from those for float32 when the project is built. */
package org.lanewise.kernel.scalar.float16;
