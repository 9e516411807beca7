/** The scalar kernels for float16, made from those for float32. */
package org.lanewise.kernel.scalar.float16;
