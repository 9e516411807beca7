/** Networks in ONNX's format: read, cut, run in ONNX Runtime, and written with other statistics. */
package org.lanewise.app.onnx;
