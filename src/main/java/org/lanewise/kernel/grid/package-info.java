/**
 * The division of a tensor into units of work. Begin with {@link org.lanewise.kernel.grid.Grid}; its two kinds are
 * {@link org.lanewise.kernel.grid.Planes} and {@link org.lanewise.kernel.grid.Rows}. The division depends on shape and
 * layout alone, because the bits of a statistic depend on it: nothing here may ask for threads, processors or the width
 * of vectors.
 */
package org.lanewise.kernel.grid;
