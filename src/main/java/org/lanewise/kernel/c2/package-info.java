/** What the JIT compiler C2 needs, so that kernels are fast in any program. */
package org.lanewise.kernel.c2;
