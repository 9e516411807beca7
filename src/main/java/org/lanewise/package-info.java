/**
 * Batch normalization for training and inference. The layers are {@link org.lanewise.BatchNorm1d},
 * {@link org.lanewise.BatchNorm2d} and {@link org.lanewise.BatchNorm3d}; {@link org.lanewise.FrozenBatchNorm} is a
 * trained layer for inference alone. {@link org.lanewise.BatchNormOptions} are a layer's options,
 * {@link org.lanewise.BatchStatistics} carry what a backward pass needs from its forward pass.
 */
package org.lanewise;
