/**
 * The vector kernels for float32. Those for float64, and bfloat16's elementwise ones, are made from them: see
 * {@code build/GenerateKernels.java}.
 */
package org.lanewise.kernel.vector.float32;
