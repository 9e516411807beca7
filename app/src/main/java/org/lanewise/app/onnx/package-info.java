/**
 * Networks in ONNX's format: read, cut, run in ONNX Runtime, and written with other statistics. Begin with
 * {@link org.lanewise.app.onnx.OnnxModel}, and with {@link org.lanewise.app.onnx.Session} for running. No other package
 * of the app touches ONNX's protobuf classes.
 */
package org.lanewise.app.onnx;
