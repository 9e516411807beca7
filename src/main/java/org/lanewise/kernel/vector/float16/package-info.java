/**
 * The vector kernels for float16: strip by strip through those for float32. Begin with
 * {@link org.lanewise.kernel.vector.float16.Elementwise}; {@link org.lanewise.kernel.vector.float16.Float16Vectors} has
 * the conversions.
 */
package org.lanewise.kernel.vector.float16;
