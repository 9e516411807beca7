/**
 * What the JIT compiler C2 needs, so that kernels are fast in any program. Begin with
 * {@link org.lanewise.kernel.c2.SliceWarmUp}; {@link org.lanewise.kernel.c2.Barrier} ends what C2 inlines. May touch
 * {@code call}, and no kernel.
 */
package org.lanewise.kernel.c2;
