/**
 * Folding: a trained layer goes into the weights of the linear map before or after it, so that inference needs one
 * operation instead of two.
 *
 * <p>Begin with {@link org.lanewise.fold.Fold}. It takes the {@link org.lanewise.fold.Weights} of a
 * {@link org.lanewise.fold.LinearMap} (fully connected, convolution or transposed convolution) and a
 * {@link org.lanewise.FrozenBatchNorm}, and gives a {@link org.lanewise.fold.Folding}: either new weights with a
 * {@link org.lanewise.fold.Certificate} that bounds their error, or the reason why there are none. Weights that a type
 * can't carry are refused, never delivered.
 *
 * <p>All classes here are immutable, and safe for use by many threads.
 */
package org.lanewise.fold;
