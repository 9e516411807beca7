/**
 * The scalar kernels, in a package per element type: what each operation is, in the plainest Java that keeps the order
 * of the vector kernels' sums. They say which bits are right, and run where there are no vectors.
 */
package org.lanewise.kernel.scalar;
