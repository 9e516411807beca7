/** The vector kernels for float16. */
package org.lanewise.kernel.vector.float16;
