/**
 * The vector kernels for float32. Begin with {@link org.lanewise.kernel.vector.float32.PlanesNormalize}, the simplest;
 * {@link org.lanewise.kernel.vector.float32.VectorKernels} is the list. Those for float64, and bfloat16's elementwise
 * ones, are made from them: see {@code build/GenerateKernels.java}.
 */
package org.lanewise.kernel.vector.float32;
