/**
 * The scalar kernels for float16, all of them made from those for float32. Begin with
 * {@link org.lanewise.kernel.scalar.float16.ScalarKernels}, the list.
 */
package org.lanewise.kernel.scalar.float16;
