/** The scalar kernels for float32. Those for other types are made from them: see {@code build/GenerateKernels.java}. */
package org.lanewise.kernel.scalar.float32;
