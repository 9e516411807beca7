/**
 * Batch normalization: {@link org.lanewise.BatchNorm1d}, {@link org.lanewise.BatchNorm2d} and
 * {@link org.lanewise.BatchNorm3d}, their options, and what their forward pass hands to their backward pass.
 */
package org.lanewise;
