/**
 * The scalar kernels: what each operation is, in the plainest Java that keeps the order of the vector kernels' sums. The
 * reference for their bits, and the fallback where there are no vectors.
 */
package org.lanewise.kernel.scalar;
