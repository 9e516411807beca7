/**
 * The scalar kernels for float32. Begin with {@link org.lanewise.kernel.scalar.float32.PlanesNormalize}, the shortest;
 * {@link org.lanewise.kernel.scalar.float32.ScalarKernels} is the list. Those for other types are made from them: see
 * {@code build/GenerateKernels.java}.
 */
package org.lanewise.kernel.scalar.float32;
