/** ONNX's own node tests of batch normalization, read from where Debian's package libonnx-testdata puts them. */
package org.lanewise.testkit.onnx;
