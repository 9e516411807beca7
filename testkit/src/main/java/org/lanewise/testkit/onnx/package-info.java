/**
 * What ONNX's models say of batch normalization. Needs ONNX's protobuf classes, {@code org.tribuo:tribuo-util-onnx},
 * which the test kit does not bring: who reads models has them.
 */
package org.lanewise.testkit.onnx;
