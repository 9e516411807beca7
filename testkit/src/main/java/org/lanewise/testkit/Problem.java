package org.lanewise.testkit;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * What a law is tried on: a shape, a layout, a type and a kind of elements, and a seed from which all numbers follow.
 * Immutable.
 *
 * @param shape at least 2 elements per channel, and no more elements than an array holds; not checked
 * @param layout the order in memory
 * @param type how elements are stored; their numbers are rounded to it first
 * @param kind the elements of x
 * @param seed of all numbers
 */
public record Problem(Shape shape, Layout layout, ElementType type, Kind kind, long seed) {
    /** Sizes around vectors (2 to 16), lanes (16) and several parts per channel, as N, C, spatial. */
    private static final long[][] SIZES = {
        {2, 1}, {2, 3}, {3, 16}, {7, 17}, {33, 5}, {300, 2}, {9, 40}, {4200, 1}, {70, 300},
        {1, 1, 2}, {2, 2, 7}, {1, 3, 15}, {3, 2, 16}, {2, 3, 17}, {1, 2, 49}, {2, 1, 129}, {260, 2, 5}, {1, 1, 16500},
        {2, 3, 2, 2}, {3, 5, 7, 7}, {2, 8, 14, 14}, {4, 2, 3, 11}, {2, 3, 2, 3, 4}, {1, 2, 3, 5, 7}
    };

    /** Of 1 MB, which engines share among threads. */
    private static final long[][] LARGE_SIZES = {{4099, 70}, {2, 1, 150_001}, {9, 16, 45, 45}};

    /** A problem of float32. */
    public Problem(Shape shape, Layout layout, Kind kind, long seed) {
        this(shape, layout, ElementType.FLOAT32, kind, seed);
    }

    /** All problems of a type that laws are tried on: shapes times layouts times kinds, the smallest first. */
    public static List<Problem> all(ElementType type) {
        return of(type, SIZES, Kind.values());
    }

    /** Problems too large for the oracle. */
    static List<Problem> large(ElementType type) {
        return of(type, LARGE_SIZES, Kind.OFFSET, Kind.OUTLIER);
    }

    private static List<Problem> of(ElementType type, long[][] shapes, Kind... kinds) {
        List<Problem> problems = new ArrayList<>();
        for (long[] sizes : shapes) {
            for (Layout layout : Layout.values()) {
                for (Kind kind : kinds) {
                    problems.add(new Problem(Shape.of(sizes), layout, type, kind, problems.size()));
                }
            }
        }
        problems.sort(Comparator.comparingLong(problem -> problem.shape.elements()));
        return List.copyOf(problems);
    }

    /** What numbers the type has. */
    Precision precision() {
        return Precision.of(type);
    }

    /** eps: the default of PyTorch and ONNX, as a float, which is what some engines take. */
    public double eps() {
        return 1e-5f;
    }

    /** The input, a new tensor in memory of the arena. */
    public Tensor x(Arena arena) {
        Random random = new Random(seed);
        double[] values = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = kind.next(random, i, Channels.of(shape, layout, i), precision());
        }
        return Tensor.allocate(arena, shape, layout, type).copyFrom(values);
    }

    /** The gradient of the output, a new tensor: ordinary numbers, near the end of the type's range where x is. */
    public Tensor dy(Arena arena) {
        return gaussian(arena, seed + 1_000_003);
    }

    /** Another gradient like {@link #dy}, for laws about two. */
    public Tensor dz(Arena arena) {
        return gaussian(arena, seed + 2_000_003);
    }

    private Tensor gaussian(Arena arena, long ownSeed) {
        Random random = new Random(ownSeed);
        double[] values = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = kind.gradient(precision()) * random.nextGaussian();
        }
        return Tensor.allocate(arena, shape, layout, type).copyFrom(values);
    }

    /** gamma of each channel, around 1; some are negative. A new array. */
    public float[] gamma() {
        return parameters(3_000_003, 1);
    }

    /** beta of each channel, around 0. A new array. */
    public float[] beta() {
        return parameters(4_000_003, 0);
    }

    private float[] parameters(long offset, double center) {
        Random random = new Random(seed + offset);
        float[] values = new float[shape.channels()];
        for (int c = 0; c < values.length; c++) {
            values[c] = (float) (center + random.nextGaussian());
        }
        return values;
    }

    @Override
    public String toString() {
        return shape + " " + layout + (type == ElementType.FLOAT32 ? " " : " " + type + " ") + kind + " seed " + seed;
    }
}
