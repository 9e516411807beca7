/**
 * What a kernel is and what it is given. Begin with {@link org.lanewise.kernel.call.Operation}, the list of all
 * operations with their formulas; then {@link org.lanewise.kernel.call.Kernel},
 * {@link org.lanewise.kernel.call.Operands} and {@link org.lanewise.kernel.call.Scratch}. May touch grids, sums and
 * elements; knows no provider and no thread.
 */
package org.lanewise.kernel.call;
