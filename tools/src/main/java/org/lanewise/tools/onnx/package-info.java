/**
 * ONNX Runtime on native memory. Begin with {@link org.lanewise.tools.onnx.BoundSession};
 * {@link org.lanewise.tools.onnx.Views} are its tensors on memory that others own.
 */
package org.lanewise.tools.onnx;
