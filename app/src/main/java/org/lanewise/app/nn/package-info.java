/**
 * Small networks: layers that compute their output and their gradients, a loss and an optimizer. Begin with
 * {@link org.lanewise.app.nn.Network} and {@link org.lanewise.app.nn.Layer}; {@link org.lanewise.app.nn.Normalization}
 * is where the engine comes in. Matrices are float arrays in row-major order, a row per sample; the matrix products are
 * netlib's.
 */
package org.lanewise.app.nn;
