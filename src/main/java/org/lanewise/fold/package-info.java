/**
 * Folds a frozen batch normalization into the weights of the linear map before or after it, so that inference needs one
 * operation instead of two. {@link org.lanewise.fold.Fold} is the entry; a {@link org.lanewise.fold.Certificate} bounds
 * the error.
 */
package org.lanewise.fold;
