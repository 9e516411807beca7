/** ONNX Runtime on native memory. */
package org.lanewise.tools.onnx;
