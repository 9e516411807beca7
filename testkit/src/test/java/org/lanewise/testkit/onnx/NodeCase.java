package org.lanewise.testkit.onnx;

import java.util.List;
import java.util.OptionalDouble;
import org.lanewise.tensor.Shape;

/**
 * A model that is one node of batch normalization, with its input and the output that is expected. Tensors are in
 * memory order, channels first.
 *
 * @param name its folder
 * @param epsilon as the node says, empty if it leaves that to ONNX
 * @param momentum likewise
 * @param training whether the node normalizes with the batch's statistics
 * @param shape of x
 * @param x the input
 * @param scale gamma
 * @param bias beta
 * @param mean the running mean
 * @param variance the running variance
 * @param expected y; in training also the running mean and variance afterwards
 */
public record NodeCase(
        String name,
        OptionalDouble epsilon,
        OptionalDouble momentum,
        boolean training,
        Shape shape,
        float[] x,
        float[] scale,
        float[] bias,
        float[] mean,
        float[] variance,
        List<float[]> expected) {
    @Override
    public String toString() {
        return name;
    }
}
