package org.lanewise.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;

/**
 * A dense tensor: a view of a {@link MemorySegment}. Nothing is copied. A tensor can be used as long as its segment's
 * arena is open.
 *
 * <pre>{@code
 * Shape shape = Shape.of(2, 3, 4, 4); // N, C, H, W, whatever the layout
 * Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST, ElementType.BFLOAT16);
 * x.set(1.5, 1, 2, 3, 3); // sample 1, channel 2, row 3, column 3
 * Tensor second = x.samples(1, 2); // the same memory, of shape 1x3x4x4
 * double element = second.get(0, 2, 3, 3); // 1.5
 * }</pre>
 *
 * <p>The segment may be native, mapped from a file, read-only (for an input) or heap-backed, at any alignment. Kernels
 * read native memory only: a heap-backed tensor is copied to native memory and back in each call. A pool's workers help
 * only with memory of a shared arena; in a confined one the owner thread works alone.
 *
 * <p>Elements can be read and set as their segment can: not once its arena is closed (IllegalStateException), nor from
 * another thread than the owner of a confined arena (WrongThreadException), and those of a read-only segment can't be
 * set (IllegalArgumentException).
 *
 * <p>The view is immutable. Its elements are memory like any other: concurrent access needs the caller's care.
 */
public final class Tensor {
    /** The alignment of allocated tensors in bytes: a cache line. */
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

    /**
     * A view of a whole segment as float32: see {@link #of(MemorySegment, Shape, Layout, ElementType)}.
     *
     * @throws IllegalArgumentException if segment is not of 4 bytes per element
     */
    public static Tensor of(MemorySegment segment, Shape shape, Layout layout) {
        return of(segment, shape, layout, ElementType.FLOAT32);
    }

    /**
     * A view of a whole segment.
     *
     * @param segment of exactly as many bytes as the shape has in this type, in the layout's order
     * @throws IllegalArgumentException if segment has another size
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

    /**
     * A float32 tensor of zeros in memory of the arena, aligned to a cache line: see {@link #allocate(Arena, Shape,
     * Layout, ElementType)}.
     */
    public static Tensor allocate(Arena arena, Shape shape, Layout layout) {
        return allocate(arena, shape, layout, ElementType.FLOAT32);
    }

    /**
     * A tensor of zeros in memory of the arena, aligned to a cache line. The arena frees the memory when it is closed.
     *
     * @throws IllegalStateException if the arena is closed
     * @throws WrongThreadException if the arena is confined to another thread
     * @throws OutOfMemoryError if there is not enough memory
     */
    public static Tensor allocate(Arena arena, Shape shape, Layout layout, ElementType type) {
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(type, "type");
        return of(arena.allocate(shape.elements() * type.bytes(), ALIGNMENT), shape, layout, type);
    }

    /**
     * A float32 view of a whole array. The array is shared, not copied; each call then copies it to native memory and
     * back, as it does all memory on the heap.
     *
     * @param array as many elements as the shape has, in the layout's order
     * @throws IllegalArgumentException if array has another length
     */
    public static Tensor of(float[] array, Shape shape, Layout layout) {
        return of(MemorySegment.ofArray(Objects.requireNonNull(array, "array")), shape, layout);
    }

    /** A float64 view of a whole array: see {@link #of(float[], Shape, Layout)}. */
    public static Tensor of(double[] array, Shape shape, Layout layout) {
        return of(MemorySegment.ofArray(Objects.requireNonNull(array, "array")), shape, layout, ElementType.FLOAT64);
    }

    /**
     * A view of a buffer's bytes from its position to its limit. The memory is shared, not copied, and lives at least
     * as long as the tensor; later changes of position and limit don't matter.
     *
     * @param buffer direct (used as it is), mapped (too) or on the heap (each call copies it), of exactly as many bytes
     *     as the shape has in this type, in the layout's order
     * @throws IllegalArgumentException if buffer has another size, or is not in this machine's byte order. A new
     *     {@code ByteBuffer} says that it is big-endian, whatever its bytes are, until
     *     {@code order(ByteOrder.nativeOrder())} says better. {@link #copyFrom(FloatBuffer)} takes either order.
     */
    public static Tensor of(ByteBuffer buffer, Shape shape, Layout layout, ElementType type) {
        return of(Buffers.segment(buffer, type), shape, layout, type);
    }

    /** A float32 view of a buffer: see {@link #of(ByteBuffer, Shape, Layout, ElementType)}. */
    public static Tensor of(FloatBuffer buffer, Shape shape, Layout layout) {
        return of(Buffers.segment(buffer), shape, layout, ElementType.FLOAT32);
    }

    /** A float64 view of a buffer: see {@link #of(ByteBuffer, Shape, Layout, ElementType)}. */
    public static Tensor of(DoubleBuffer buffer, Shape shape, Layout layout) {
        return of(Buffers.segment(buffer), shape, layout, ElementType.FLOAT64);
    }

    /**
     * A view of a buffer of 16-bit elements: see {@link #of(ByteBuffer, Shape, Layout, ElementType)}.
     *
     * @throws IllegalArgumentException also if type is not one of 16 bits
     */
    public static Tensor of(ShortBuffer buffer, Shape shape, Layout layout, ElementType type) {
        return of(Buffers.segment(buffer, type), shape, layout, type);
    }

    /**
     * A view of consecutive samples, in the same memory.
     *
     * @param from the first sample, 0 to N
     * @param to the sample after the last, {@code from} to N
     * @throws IndexOutOfBoundsException if {@code from} or {@code to} is out of range
     */
    public Tensor samples(long from, long to) {
        Objects.checkFromToIndex(from, to, shape.samples());
        Shape some = shape.withSamples(to - from);
        long bytesPerSample = shape.samples() == 0 ? 0 : segment.byteSize() / shape.samples();
        return new Tensor(segment.asSlice(from * bytesPerSample, (to - from) * bytesPerSample), some, layout, type);
    }

    /** The tensor's memory: {@link Shape#elements()} times {@link ElementType#bytes()} bytes. */
    public MemorySegment segment() {
        return segment;
    }

    /** The sizes of the axes, in the order N, C, spatial. */
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
     * Reads one element. A double holds the value of any type exactly.
     *
     * @param index one index per axis, in the order N, C, spatial
     * @throws IndexOutOfBoundsException if there are more or fewer indices than axes, or one is outside its axis
     */
    public double get(long... index) {
        return type.get(segment, elementIndex(index));
    }

    /**
     * Sets one element to the type's value nearest to a double.
     *
     * @param index one index per axis, in the order N, C, spatial
     * @throws IndexOutOfBoundsException if there are more or fewer indices than axes, or one is outside its axis
     */
    public void set(double value, long... index) {
        type.set(segment, elementIndex(index), value);
    }

    /** The place of an element in memory order. */
    private long elementIndex(long[] index) {
        if (index.length != shape.rank()) {
            throw new IndexOutOfBoundsException(
                    "index: " + index.length + " numbers, must be " + shape.rank() + " for " + shape);
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
     * All elements in memory order, exactly, in a new array.
     *
     * @throws IllegalStateException if the type is float64: see {@link #toDoubleArray}; or if a float32 tensor has more
     *     than 2^31 - 1 elements
     * @throws ArithmeticException if a tensor of a 16-bit type has more than 2^31 - 1 elements
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
            values[i] = (float) type.get(segment, i);
        }
        return values;
    }

    /**
     * All elements in memory order, exactly, in a new array.
     *
     * @throws ArithmeticException if there are more than 2^31 - 1 elements
     */
    public double[] toDoubleArray() {
        double[] values = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.get(segment, i);
        }
        return values;
    }

    /**
     * Sets all elements, each to the type's value nearest to a float.
     *
     * @param values one per element, in memory order
     * @return this tensor
     * @throws IllegalArgumentException if there are more or fewer values than elements
     */
    public Tensor copyFrom(float... values) {
        requireAll(values.length);
        if (type == ElementType.FLOAT32) {
            MemorySegment.copy(values, 0, segment, JAVA_FLOAT_UNALIGNED, 0, values.length);
            return this;
        }
        for (int i = 0; i < values.length; i++) {
            type.set(segment, i, values[i]);
        }
        return this;
    }

    /**
     * Sets all elements, each to the type's value nearest to a double.
     *
     * @param values one per element, in memory order
     * @return this tensor
     * @throws IllegalArgumentException if there are more or fewer values than elements
     */
    public Tensor copyFrom(double... values) {
        requireAll(values.length);
        for (int i = 0; i < values.length; i++) {
            type.set(segment, i, values[i]);
        }
        return this;
    }

    /**
     * Sets all elements, each to the type's value nearest to a float: from a buffer in either byte order.
     *
     * @param values one per element, from the buffer's position to its limit, in memory order; the position stays
     * @return this tensor
     * @throws IllegalArgumentException if there are more or fewer values than elements
     */
    public Tensor copyFrom(FloatBuffer values) {
        requireAll(values.remaining());
        FloatBuffer from = values.duplicate();
        if (type == ElementType.FLOAT32 && from.order() == ByteOrder.nativeOrder()) {
            segment.copyFrom(MemorySegment.ofBuffer(from));
            return this;
        }
        for (int i = 0; from.hasRemaining(); i++) {
            type.set(segment, i, from.get());
        }
        return this;
    }

    /** Sets all elements from a buffer of doubles, in either byte order: see {@link #copyFrom(FloatBuffer)}. */
    public Tensor copyFrom(DoubleBuffer values) {
        requireAll(values.remaining());
        DoubleBuffer from = values.duplicate();
        if (type == ElementType.FLOAT64 && from.order() == ByteOrder.nativeOrder()) {
            segment.copyFrom(MemorySegment.ofBuffer(from));
            return this;
        }
        for (int i = 0; from.hasRemaining(); i++) {
            type.set(segment, i, from.get());
        }
        return this;
    }

    private void requireAll(int values) {
        if (values != shape.elements()) {
            throw new IllegalArgumentException(
                    "values: " + values + " of them, must be " + shape.elements() + " for " + shape);
        }
    }

    /** Whether the two tensors have the same elements in the same memory, as an operation in place has. */
    public boolean isSameMemory(Tensor other) {
        return layout == other.layout
                && type == other.type
                && shape.equals(other.shape)
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
