/**
 * The kernels: one per operation, geometry, element type and provider. Providers give the same bits. Begin with
 * {@link org.lanewise.kernel.KernelSets}, the way in, and then with {@link org.lanewise.kernel.grid.Grid}, which cuts a
 * tensor into units by its shape and layout alone; a {@link org.lanewise.kernel.call.Kernel} works on one unit at a
 * time. Which thread runs which unit is not known here.
 *
 * <p>The packages, each of which may touch those before it: {@code element} (one element of a tensor, one bit of a
 * mask), {@code grid} (units of work), {@code sums} (the order of additions), {@code call} (what a kernel is given),
 * {@code c2} (what the JIT compiler needs), {@code scalar} and {@code vector} (the kernels).
 *
 * <p>Most kernels are made from others by {@code bin/generate-kernels} and lie in {@code src/generated}.
 */
package org.lanewise.kernel;
