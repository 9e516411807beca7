/** The vector kernels for bfloat16. */
package org.lanewise.kernel.vector.bfloat16;
