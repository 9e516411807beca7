/**
 * What both of Lanewise's programs, the app and bench, need and neither owns: one timing of rivals, one progress bar,
 * one look of charts, one way to run ONNX Runtime. Begin with {@link org.lanewise.tools.time.Rivals}.
 * {@link org.lanewise.tools.ScalarTwin} is the engine with scalar kernels, for bench and for the test kit's own tests.
 * Touches the engine and nothing else of Lanewise; what one program alone needs stays there.
 */
package org.lanewise.tools;
