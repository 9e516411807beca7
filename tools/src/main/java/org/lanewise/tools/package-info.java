/**
 * What both of Lanewise's programs, the app and bench, need and neither owns: one timing of rivals, one progress bar, one look of
 * charts, one way to run ONNX Runtime, and the engine with its scalar kernels beside the vector kernels. It knows the engine and
 * nothing else of Lanewise; whatever one program alone needs stays there.
 */
package org.lanewise.tools;
