/**
 * The scalar kernels for float64, all of them made from those for float32. Begin with
 * {@link org.lanewise.kernel.scalar.float64.ScalarKernels}, the list.
 */
package org.lanewise.kernel.scalar.float64;
