/**
 * Running passes on tensors. A {@link org.lanewise.exec.Plan} says how a pass over tensors of one shape, layout and
 * type is run, a {@link org.lanewise.exec.Call} carries the operands, an {@link org.lanewise.exec.Engine} runs the one
 * with the other. No call depends on the call before.
 *
 * <p>This package knows threads and memory, and which kernels there are. It knows nothing of batch normalization's
 * formulas: a layer's call makes its coefficients itself.
 */
package org.lanewise.exec;
