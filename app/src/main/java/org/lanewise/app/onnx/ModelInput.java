package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.ElementType;
import org.lanewise.testkit.onnx.OnnxFloats;

/**
 * A tensor that a network is fed with.
 *
 * @param name its name
 * @param dataType ONNX's number of its type
 * @param ranked whether the model says how many axes it has
 * @param sizes one per axis; 0 where the model leaves it open
 */
public record ModelInput(String name, int dataType, boolean ranked, List<Long> sizes) {
    /** Tensors are given to ONNX Runtime as byte buffers. */
    private static final long MAX_BYTES = Integer.MAX_VALUE;

    static ModelInput of(String source, ValueInfoProto input) throws DataException {
        if (!input.getType().hasTensorType()) {
            throw new DataException("model: " + source + ": input " + input.getName() + ": "
                    + input.getType().getValueCase() + ", must be a tensor");
        }
        TypeProto.Tensor type = input.getType().getTensorType();
        List<Long> sizes = type.getShape().getDimList().stream()
                .map(TensorShapeProto.Dimension::getDimValue)
                .map(size -> Math.max(size, 0))
                .toList();
        return new ModelInput(input.getName(), type.getElemType(), type.hasShape(), sizes);
    }

    /** The type in our engine; empty if it has no such. */
    public Optional<ElementType> type() {
        try {
            return Optional.of(OnnxFloats.type(dataType));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the type is called. */
    public String typeName() {
        return OnnxFloats.typeName(dataType);
    }

    /**
     * The sizes to feed.
     *
     * @param given what the user says, if anything; a batch that nobody says is 1
     * @param free axes that may stay open, as 0
     * @throws DataException if another size is open, or what is given does not fit the model
     */
    public List<Long> sizes(Optional<List<Long>> given, List<Integer> free) throws DataException {
        List<Long> result = new ArrayList<>(given.orElse(sizes));
        if (given.isPresent()) {
            requireFit(given.get());
        } else if (!ranked) {
            throw new DataException("shape: none, must be given for the input " + this + " (--shape " + name + "=...)");
        } else {
            for (int axis = 0; axis < result.size(); axis++) {
                if (result.get(axis) == 0 && axis == 0) {
                    result.set(0, 1L);
                } else if (result.get(axis) == 0 && !free.contains(axis)) {
                    throw new DataException("shape: none, must be given for the input " + name + " of " + this
                            + " (--shape, or --shape " + name + "=... where there are several inputs)");
                }
            }
        }
        requireMemory(result);
        return List.copyOf(result);
    }

    private void requireFit(List<Long> wanted) throws DataException {
        boolean fits = !ranked || wanted.size() == sizes.size();
        for (int axis = 0; fits && axis < wanted.size(); axis++) {
            long size = ranked ? sizes.get(axis) : 0;
            fits = wanted.get(axis) > 0 && (size == 0 || size == wanted.get(axis));
        }
        if (!fits) {
            throw new DataException("shape: " + text(wanted) + ", must be sizes above 0 that fit the input " + this);
        }
    }

    private void requireMemory(List<Long> all) throws DataException {
        long bytes = type().map(ElementType::bytes).orElse(Long.BYTES);
        for (long size : all) {
            bytes = Math.min(bytes, MAX_BYTES) * Math.clamp(size, 1, MAX_BYTES);
        }
        if (bytes > MAX_BYTES) {
            throw new DataException("shape: " + text(all) + ", must have less than 2 GB");
        }
    }

    private static String text(List<Long> sizes) {
        return sizes.stream().map(size -> size == 0 ? "?" : size.toString()).collect(Collectors.joining("x"));
    }

    /** The sizes, with a question mark for what is open, as in {@code ?x3x48x192}. */
    @Override
    public String toString() {
        return ranked ? text(sizes) : name + ", which has no shape";
    }
}
