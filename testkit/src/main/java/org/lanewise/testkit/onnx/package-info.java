/**
 * What ONNX's models say of batch normalization. Begin with {@link org.lanewise.testkit.onnx.BatchNormalizationNode},
 * the node; {@link org.lanewise.testkit.onnx.OnnxFloats} reads and writes the tensors of its parameters.
 *
 * <p>Needs ONNX's protobuf classes, {@code org.tribuo:tribuo-util-onnx}, which the test kit does not bring: who reads
 * models has them.
 */
package org.lanewise.testkit.onnx;
