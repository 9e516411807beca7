/** The scalar kernels for float64, made from those for float32. */
package org.lanewise.kernel.scalar.float64;
