/**
 * The kernels: four operations, each over two geometries, by two providers that give the same bits.
 *
 * <p>A {@link org.lanewise.kernel.Grid} cuts a tensor into units by its shape alone; a
 * {@link org.lanewise.kernel.Kernel} works on one unit at a time. Which thread runs which unit is not known here.
 */
package org.lanewise.kernel;
