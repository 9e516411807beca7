/**
 * Small networks: layers that compute their output and their gradients, a loss and an optimizer. Matrices are float
 * arrays in row-major order, a row per sample; the matrix products are netlib's, batch normalization is the engine's.
 */
package org.lanewise.app.nn;
