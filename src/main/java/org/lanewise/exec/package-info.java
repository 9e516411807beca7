/**
 * Runs passes on tensors. Begin with {@link org.lanewise.exec.Engine}: it runs a {@link org.lanewise.exec.Call}, which
 * carries the operands, by a {@link org.lanewise.exec.Plan}, which says how a pass over tensors of one shape, layout
 * and type is run. No call depends on the call before.
 *
 * <p>This package knows threads, memory and which kernels there are ({@link org.lanewise.exec.Provider}). It may touch
 * the kernels and the tensors. It knows nothing of batch normalization's formulas: a layer's call makes its
 * coefficients itself.
 */
package org.lanewise.exec;
