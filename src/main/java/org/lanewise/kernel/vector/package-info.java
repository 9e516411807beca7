/**
 * The vector kernels, on the Vector API, in a package per element type; here is what all types share. Nothing else
 * imports the Vector API. Only {@link org.lanewise.kernel.KernelSets} loads these classes, and only for the vector
 * provider. Each kernel has a scalar twin that gives the same bits.
 *
 * <p>What C2 wants of this code: species in static finals, vectors in locals, small bodies, each run sliced once and
 * walked by an int from 0. bench/LADDER.md has the figures.
 */
package org.lanewise.kernel.vector;
