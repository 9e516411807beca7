/**
 * Batch normalization for training and inference (Ioffe, Szegedy: Batch Normalization, 2015).
 *
 * <p>Begin with {@link org.lanewise.BatchNorm2d}, the layer for images; {@link org.lanewise.BatchNorm1d} is for
 * features and sequences, {@link org.lanewise.BatchNorm3d} for volumes. {@link org.lanewise.BatchNorm} has the formulas
 * and the methods of all three. Then, in the order in which they are commonly needed:
 *
 * <ul>
 *   <li>{@link org.lanewise.BatchNormOptions}: eps, the running statistics, an activation, a pool of threads.
 *       {@link org.lanewise.Convention} makes them for a network that comes from another system.
 *   <li>{@link org.lanewise.BatchStatistics} and {@link org.lanewise.Gradients}: what training keeps from its forward
 *       pass, and what its backward pass returns.
 *   <li>{@link org.lanewise.FrozenBatchNorm}: a trained layer in service, for any number of threads.
 *       {@link org.lanewise.Audit} looks for numbers that will spoil its results.
 *   <li>{@link org.lanewise.Forward} and {@link org.lanewise.Backward}: the tensors of a pass, where a residual is
 *       added in the same pass. {@link org.lanewise.Activation}: what follows in the same pass.
 *   <li>{@link org.lanewise.PaddedBatchNorm} and {@link org.lanewise.GhostBatchNorm}: padded batches, and large batches
 *       with the statistics of small ones.
 *   <li>{@link org.lanewise.ProviderInfo}: which kernels this JVM runs.
 * </ul>
 *
 * <p><b>Words.</b> A tensor has N samples, C channels and S positions per sample, so that a channel has n = N·S
 * elements. mean and variance are those of a channel, the variance biased: sum((x - mean)²)/n. invstd is
 * 1/sqrt(variance + eps), and xhat = (x - mean)·invstd. dy is the gradient of the loss with respect to y; dx, dgamma
 * and dbeta likewise. Arrays have one number per channel, and a channel's index goes from 0 to C - 1: another one is
 * refused with an IndexOutOfBoundsException.
 *
 * <p><b>Errors.</b> An argument that does not fit is refused before anything is written, with an
 * IllegalArgumentException; a call that comes too early or too late, with an IllegalStateException. The message is one
 * line: the argument, what it was and what it must be. A null is refused with a NullPointerException, unless the
 * comment allows it.
 */
package org.lanewise;
