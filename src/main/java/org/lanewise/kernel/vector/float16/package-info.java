/** The vector kernels for float16: strip by strip through those for float32. */
package org.lanewise.kernel.vector.float16;
