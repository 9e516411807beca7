/**
 * The scalar kernels, in a package per element type: what each operation is, in the plainest Java that keeps the order
 * of the vector kernels' sums. Begin with {@link org.lanewise.kernel.scalar.float32.PlanesNormalize}. They say which
 * bits are right, and run where there are no vectors. May touch all of the kernels' rooms but {@code vector}.
 */
package org.lanewise.kernel.scalar;
