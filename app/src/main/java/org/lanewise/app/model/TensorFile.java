package org.lanewise.app.model;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lanewise.app.data.DataException;
import org.lanewise.app.file.Npy;
import org.lanewise.app.onnx.ModelInput;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** A file with an array as the input of a network, in the shape that it has there. */
final class TensorFile {
    private TensorFile() {}

    /**
     * The tensor of a NumPy file, in native memory and of the input's type. An axis for the batch is added if it is
     * missing and the network takes 1.
     *
     * @param input of a float type
     * @throws DataException if there is none, its shape does not fit the input, or an element is too large or an
     *     integer that the type does not have
     */
    static Tensor read(Path file, ModelInput input, Arena arena) throws DataException {
        Npy array = Npy.read(file);
        Shape shape = shape(file, array.shape(), input);
        ElementType type = input.type().orElseThrow();
        requireInType(file, array, type);
        return Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type).copyFrom(array.values());
    }

    private static Shape shape(Path file, List<Long> given, ModelInput input) throws DataException {
        List<Long> sizes = new ArrayList<>(given);
        List<Long> wanted = input.sizes();
        if (sizes.size() == wanted.size() - 1 && wanted.getFirst() <= 1) {
            sizes.addFirst(1L);
        }
        boolean fits = !input.ranked() || sizes.size() == wanted.size();
        for (int axis = 0; fits && axis < sizes.size(); axis++) {
            long size = input.ranked() ? wanted.get(axis) : 0;
            fits = sizes.get(axis) > 0 && (size == 0 || size == sizes.get(axis));
        }
        String text = given.stream().map(String::valueOf).collect(Collectors.joining("x"));
        String where = "tensor: " + file + ": shape " + (text.isEmpty() ? "()" : text);
        if (!fits) {
            throw new DataException(where + ", must have sizes above 0 that fit the input " + input);
        }
        try {
            return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
        } catch (IllegalArgumentException e) {
            throw new DataException(where + ": " + e.getMessage(), e);
        }
    }

    /** Fractions are rounded to the type. */
    private static void requireInType(Path file, Npy array, ElementType type) throws DataException {
        for (double value : array.values()) {
            double rounded = type.round(value);
            if (Double.isInfinite(rounded) && Double.isFinite(value)) {
                throw new DataException("tensor: " + file + ": " + value + ", must be in the range of " + name(type));
            }
            if (array.integers() && rounded != value) {
                throw new DataException(
                        "tensor: " + file + ": integer " + (long) value + ", must be one that " + name(type) + " has");
            }
        }
    }

    private static String name(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
