package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** The memory that all engines work on: normal numbers, and an output that is y or dx. Parameters are per channel. */
public final class Workload implements AutoCloseable {
    /** 1e-5 as a float: a float to the engines that take eps as such, the same number to the others. */
    public static final double EPS = 1e-5f;

    /** So many numbers are drawn, then they begin again. A prime, so that no two channels get the same ones in the same order. */
    private static final int PERIOD = 1_048_573;

    private final Arena arena = Arena.ofShared();
    private final Tensor x;
    private final Tensor dy;
    private final Tensor out;
    private final float[] gamma;
    private final float[] beta;
    private final float[] mean;
    private final float[] variance;
    private Oracle oracle;

    /** Tensors of a shape and layout; the same numbers each time. */
    public Workload(Shape shape, Layout layout) {
        x = normal(shape, layout, 1);
        dy = normal(shape, layout, 2);
        out = Tensor.allocate(arena, shape, layout);
        gamma = parameter(shape, 3, 0.5f);
        beta = parameter(shape, 4, -0.5f);
        mean = parameter(shape, 5, -0.5f);
        variance = parameter(shape, 6, 0.5f);
    }

    private Tensor normal(Shape shape, Layout layout, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[(int) Math.min(PERIOD, shape.elements())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        Tensor tensor = Tensor.allocate(arena, shape, layout);
        MemorySegment to = tensor.segment();
        for (long at = 0; at < shape.elements(); at += numbers.length) {
            int n = (int) Math.min(numbers.length, shape.elements() - at);
            MemorySegment.copy(numbers, 0, to, JAVA_FLOAT, at * Float.BYTES, n);
        }
        return tensor;
    }

    private static float[] parameter(Shape shape, long seed, float low) {
        Random random = new Random(seed);
        float[] values = new float[shape.channels()];
        for (int c = 0; c < values.length; c++) {
            values[c] = low + random.nextFloat();
        }
        return values;
    }

    /** The memory lives as long as this. */
    public Arena arena() {
        return arena;
    }

    /** The input. */
    public Tensor x() {
        return x;
    }

    /** The gradient of the output. */
    public Tensor dy() {
        return dy;
    }

    /** y, or dx in a backward pass. */
    public Tensor out() {
        return out;
    }

    /** The size of all three tensors. */
    public Shape shape() {
        return x.shape();
    }

    /** The layout of all three tensors. */
    public Layout layout() {
        return x.layout();
    }

    /** The scale, within (0.5, 1.5). */
    public float[] gamma() {
        return gamma;
    }

    /** The shift, within (-0.5, 0.5). */
    public float[] beta() {
        return beta;
    }

    /** The population's mean, for inference. */
    public float[] mean() {
        return mean;
    }

    /** The population's variance, for inference. */
    public float[] variance() {
        return variance;
    }

    /** What must come out. The first call walks over all elements. */
    Oracle oracle() {
        if (oracle == null) {
            oracle = new Oracle(this);
        }
        return oracle;
    }

    /** One value per channel in native memory, a copy. */
    public MemorySegment vector(float[] values) {
        return arena.allocateFrom(JAVA_FLOAT, values);
    }

    /** Makes the output what no engine may leave. */
    public void spoil() {
        out.segment().fill((byte) 0xff);
    }

    @Override
    public void close() {
        arena.close();
    }
}
