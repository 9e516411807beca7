package org.lanewise.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A dense tensor: a view on a {@link MemorySegment}, which stays its owner's. Nothing is copied, and a tensor lives as
 * long as its segment's arena.
 *
 * <p>Segments may be native, mapped from a file, read-only (as an input) or heap-backed, at any alignment. Native is
 * what the kernels read: a heap-backed tensor is copied to native memory and back at each call. A segment of a confined
 * arena is worked on by its owner's thread alone.
 *
 * <p>Immutable itself; its elements are as safe between threads as the segment is.
 */
public final class Tensor {
    /** Where allocated tensors begin, in bytes: with a line of the cache. */
    public static final long ALIGNMENT = 64;

    private final MemorySegment segment;
    private final Shape shape;
    private final Layout layout;
    private final ElementType type;

    private Tensor(MemorySegment segment, Shape shape, Layout layout, ElementType type) {
        this.segment = segment;
        this.shape = shape;
        this.layout = layout;
        this.type = type;
    }

    /** A float32 tensor over all of a segment: see {@link #of(MemorySegment, Shape, Layout, ElementType)}. */
    public static Tensor of(MemorySegment segment, Shape shape, Layout layout) {
        return of(segment, shape, layout, ElementType.FLOAT32);
    }

    /**
     * A tensor over all of a segment.
     *
     * @throws IllegalArgumentException if the segment's size is not that of the shape in this type
     */
    public static Tensor of(MemorySegment segment, Shape shape, Layout layout, ElementType type) {
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(type, "type");
        long bytes = shape.elements() * type.bytes();
        if (segment.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    "segment: " + segment.byteSize() + " bytes, must be " + bytes + " for " + type + " " + shape);
        }
        return new Tensor(segment, shape, layout, type);
    }

    /** A float32 tensor of zeros in the arena's memory, aligned to a cache line. */
    public static Tensor allocate(Arena arena, Shape shape, Layout layout) {
        return allocate(arena, shape, layout, ElementType.FLOAT32);
    }

    /** A tensor of zeros in the arena's memory, aligned to a cache line. */
    public static Tensor allocate(Arena arena, Shape shape, Layout layout, ElementType type) {
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(type, "type");
        return of(arena.allocate(shape.elements() * type.bytes(), ALIGNMENT), shape, layout, type);
    }

    /** A float32 tensor over an array, in the layout's order. The array is shared, not copied. */
    public static Tensor of(float[] array, Shape shape, Layout layout) {
        return of(MemorySegment.ofArray(Objects.requireNonNull(array, "array")), shape, layout);
    }

    /**
     * Some successive samples, as a tensor over the same memory.
     *
     * @param from the first, 0 to N
     * @param to the one after the last, from to N
     * @throws IndexOutOfBoundsException if they are not allowed
     */
    public Tensor samples(long from, long to) {
        Objects.checkFromToIndex(from, to, shape.samples());
        Shape part = shape.withSamples(to - from);
        long ofSample = shape.samples() == 0 ? 0 : segment.byteSize() / shape.samples();
        return new Tensor(segment.asSlice(from * ofSample, (to - from) * ofSample), part, layout, type);
    }

    /** The memory under the tensor. */
    public MemorySegment segment() {
        return segment;
    }

    /** The sizes, as N, C, spatial. */
    public Shape shape() {
        return shape;
    }

    /** The order of the axes in memory. */
    public Layout layout() {
        return layout;
    }

    /** The type of the elements. */
    public ElementType type() {
        return type;
    }

    /**
     * One element, which a double holds exactly whatever its type is.
     *
     * @param index one index per axis, as N, C, spatial
     * @throws IndexOutOfBoundsException if there are not as many indices as axes, or one is outside its axis
     */
    public double get(long... index) {
        return Elements.get(segment, type, position(index));
    }

    /** Sets one element to the nearest value that the type has; the index is that of {@link #get}. */
    public void set(double value, long... index) {
        Elements.set(segment, type, position(index), value);
    }

    private long position(long[] index) {
        if (index.length != shape.rank()) {
            throw new IndexOutOfBoundsException("index: " + index.length + " numbers, must be " + shape.rank() + " for " + shape);
        }
        long position = 0;
        for (int axis = 2; axis < index.length; axis++) {
            position = position * shape.size(axis) + Objects.checkIndex(index[axis], shape.size(axis));
        }
        long n = Objects.checkIndex(index[0], shape.samples());
        long c = Objects.checkIndex(index[1], shape.channels());
        return layout == Layout.CHANNELS_FIRST
                ? (n * shape.channels() + c) * shape.spatial() + position
                : (n * shape.spatial() + position) * shape.channels() + c;
    }

    /**
     * All elements in memory order, in a new array.
     *
     * @throws IllegalStateException if the type is float64, whose elements are no floats
     */
    public float[] toArray() {
        if (type == ElementType.FLOAT32) {
            return segment.toArray(JAVA_FLOAT_UNALIGNED);
        }
        if (type == ElementType.FLOAT64) {
            throw new IllegalStateException("type: " + type + ", must be one of floats; toDoubleArray takes all");
        }
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Elements.get(segment, type, i);
        }
        return values;
    }

    /** All elements in memory order, exactly, in a new array. */
    public double[] toDoubleArray() {
        double[] values = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = Elements.get(segment, type, i);
        }
        return values;
    }

    /**
     * Sets all elements, in memory order, each to the nearest value that the type has.
     *
     * @return this
     * @throws IllegalArgumentException if there are not as many values as elements
     */
    public Tensor copyFrom(float... values) {
        requireAll(values.length);
        if (type == ElementType.FLOAT32) {
            MemorySegment.copy(values, 0, segment, JAVA_FLOAT_UNALIGNED, 0, values.length);
            return this;
        }
        for (int i = 0; i < values.length; i++) {
            Elements.set(segment, type, i, values[i]);
        }
        return this;
    }

    /** As {@link #copyFrom(float...)}. */
    public Tensor copyFrom(double... values) {
        requireAll(values.length);
        for (int i = 0; i < values.length; i++) {
            Elements.set(segment, type, i, values[i]);
        }
        return this;
    }

    private void requireAll(int values) {
        if (values != shape.elements()) {
            throw new IllegalArgumentException("values: " + values + " of them, must be " + shape.elements() + " for " + shape);
        }
    }

    /** Whether the two tensors lie on the very same memory, element for element: what in-place means. */
    public boolean isSameMemory(Tensor other) {
        return layout == other.layout && type == other.type && shape.equals(other.shape)
                && segment.asOverlappingSlice(other.segment)
                        .filter(shared -> shared.byteSize() == segment.byteSize())
                        .isPresent();
    }

    /** Whether the two tensors share any byte. */
    public boolean overlaps(Tensor other) {
        return segment.asOverlappingSlice(other.segment).isPresent();
    }

    @Override
    public String toString() {
        return "Tensor[" + type + " " + shape + " " + layout + "]";
    }
}
