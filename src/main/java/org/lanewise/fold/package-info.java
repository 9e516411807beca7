/**
 * Folding: {@link org.lanewise.fold.Fold} puts a frozen batch normalization into the weights of the linear map before or after it,
 * and says what that costs.
 */
package org.lanewise.fold;
