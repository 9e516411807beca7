package org.lanewise.testkit;

import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Taking tensors apart by channel, in the order N, S, whatever the layout. */
public final class Channels {
    private Channels() {}

    /** The channel of the element at an index in memory. */
    public static int of(Shape shape, Layout layout, long index) {
        return (int)
                (layout == Layout.CHANNELS_FIRST
                        ? index / shape.spatial() % shape.channels()
                        : index % shape.channels());
    }

    /** Where in memory element (n, s) of a channel is, with i = n·S + s. */
    public static long index(Shape shape, Layout layout, int channel, long i) {
        long n = i / shape.spatial();
        long s = i % shape.spatial();
        return layout == Layout.CHANNELS_FIRST
                ? (n * shape.channels() + channel) * shape.spatial() + s
                : i * shape.channels() + channel;
    }

    /** The elements of one channel, which doubles hold exactly whatever their type is. */
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
