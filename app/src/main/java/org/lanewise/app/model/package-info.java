/**
 * What is done with networks that others trained: their batch normalization is checked, timed, and given other
 * statistics. Begin with {@link org.lanewise.app.model.ModelCheck} or {@link org.lanewise.app.model.Recalibration};
 * {@link org.lanewise.app.model.Feeding} says what a network is fed with. Reads and runs networks by way of
 * {@code onnx}.
 */
package org.lanewise.app.model;
