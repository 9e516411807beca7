package org.lanewise.app.model;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.lanewise.app.data.DataException;
import org.lanewise.app.file.Npy;
import org.lanewise.app.onnx.ModelInput;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** A file with an array as the input of a network, in the shape that it has there. */
final class TensorFile {
    private TensorFile() {}

    /**
     * The tensor of a NumPy file, float32 in native memory. An axis for the batch is added if it is missing and the
     * network takes 1.
     *
     * @throws DataException if there is none, its shape does not fit the input, or an element is too large or an
     *     integer that float32 does not have
     */
    static Tensor read(Path file, ModelInput input, Arena arena) throws DataException {
        Npy array = Npy.read(file);
        List<Long> sizes = new ArrayList<>(array.shape());
        List<Long> wanted = input.sizes();
        if (sizes.size() == wanted.size() - 1 && wanted.getFirst() <= 1) {
            sizes.addFirst(1L);
        }
        boolean fits = sizes.size() == wanted.size();
        for (int axis = 0; fits && axis < sizes.size(); axis++) {
            fits = sizes.get(axis) > 0 && (wanted.get(axis) == 0 || wanted.get(axis).equals(sizes.get(axis)));
        }
        if (!fits) {
            String text = array.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
            throw new DataException("tensor: " + file + ": shape " + (text.isEmpty() ? "()" : text)
                    + ", must have sizes above 0 that fit the input " + input);
        }
        Shape shape = Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
        return Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST).copyFrom(floats(file, array));
    }

    /** Floats of 64 bits are rounded, as the network takes 32. */
    private static float[] floats(Path file, Npy array) throws DataException {
        float[] floats = new float[array.values().length];
        for (int i = 0; i < floats.length; i++) {
            double value = array.values()[i];
            floats[i] = (float) value;
            if (array.integers() && floats[i] != value) {
                throw new DataException("tensor: " + file + ": integer " + (long) value
                        + ", must be one that float32 has");
            }
            if (Float.isInfinite(floats[i]) && Double.isFinite(value)) {
                throw new DataException("tensor: " + file + ": " + value + ", must be in the range of float32");
            }
        }
        return floats;
    }
}
