package org.lanewise.testkit;

import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Takes tensors apart by channel: element i of a channel, i = n·S + s, is the one at position s of sample n, whatever
 * the layout. For any thread.
 */
public final class Channels {
    private Channels() {}

    /**
     * The channel of the element at an index in memory.
     *
     * @param index 0 to N·C·S - 1; not checked
     */
    public static int of(Shape shape, Layout layout, long index) {
        return (int)
                (layout == Layout.CHANNELS_FIRST
                        ? index / shape.spatial() % shape.channels()
                        : index % shape.channels());
    }

    /**
     * Where in memory element i of a channel is.
     *
     * @param channel 0 to C - 1; not checked
     * @param i 0 to N·S - 1; not checked
     */
    public static long index(Shape shape, Layout layout, int channel, long i) {
        long n = i / shape.spatial();
        long s = i % shape.spatial();
        return layout == Layout.CHANNELS_FIRST
                ? (n * shape.channels() + channel) * shape.spatial() + s
                : i * shape.channels() + channel;
    }

    /**
     * The elements of one channel, in a new array. Doubles hold them exactly, whatever their type is.
     *
     * @param channel 0 to C - 1
     * @throws ArithmeticException if the tensor has more than 2^31 - 1 elements
     */
    public static double[] get(Tensor tensor, int channel) {
        return get(tensor.toDoubleArray(), tensor, channel);
    }

    /** The elements of one channel of a tensor that was copied out as a whole. */
    static double[] get(double[] memory, Tensor tensor, int channel) {
        double[] elements = new double[Math.toIntExact(tensor.shape().elementsPerChannel())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = memory[Math.toIntExact(index(tensor.shape(), tensor.layout(), channel, i))];
        }
        return elements;
    }
}
