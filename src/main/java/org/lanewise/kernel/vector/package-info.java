/**
 * The vector kernels, on the Vector API, in a package per element type; here is what all types share. Begin with
 * {@link org.lanewise.kernel.vector.float32.PlanesNormalize}, and read it beside its scalar twin, which gives the same
 * bits. Nothing else imports the Vector API. Only {@link org.lanewise.kernel.KernelSets} loads these classes, and only
 * for the vector provider.
 *
 * <p>What C2 wants of this code: species in static finals, vectors in locals, small bodies, each run sliced once and
 * walked by an int from 0. bench/LADDER.md has the figures.
 */
package org.lanewise.kernel.vector;
