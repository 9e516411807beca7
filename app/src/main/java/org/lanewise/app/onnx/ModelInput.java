package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Shape;
import org.lanewise.testkit.onnx.OnnxFloats;

/**
 * The one tensor that a network is fed with.
 *
 * @param name its name
 * @param sizes one per axis; 0 where the model leaves it open
 */
public record ModelInput(String name, List<Long> sizes) {
    /** Tensors are given to ONNX Runtime as byte buffers. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

    static ModelInput of(String source, GraphProto graph) throws DataException {
        Set<String> constants = graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<ValueInfoProto> inputs =
                graph.getInputList().stream().filter(input -> !constants.contains(input.getName())).toList();
        String where = "model: " + source + ": ";
        if (inputs.size() != 1) {
            throw new DataException(where + inputs.size() + " inputs, must be 1");
        }
        String name = inputs.getFirst().getName();
        TypeProto.Tensor type = inputs.getFirst().getType().getTensorType();
        if (type.getElemType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw new DataException(where + "input " + name + ": " + OnnxFloats.typeName(type.getElemType()) + ", must be FLOAT");
        }
        int rank = type.getShape().getDimCount();
        if (rank < 2 || rank > 5) {
            throw new DataException(where + "input " + name + ": " + rank + " axes, must be 2 to 5");
        }
        return new ModelInput(name,
                type.getShape().getDimList().stream().map(TensorShapeProto.Dimension::getDimValue).map(d -> Math.max(d, 0)).toList());
    }

    /**
     * The shape to feed.
     *
     * @param given what the user says, if anything; a batch that nobody says is 1
     * @throws DataException if a size is open, or what is given does not fit the model
     */
    public Shape shape(Optional<List<Long>> given) throws DataException {
        if (given.isEmpty()) {
            if (sizes.subList(1, sizes.size()).contains(0L)) {
                throw new DataException("shape: none, must be given for the input " + this + " (--shape)");
            }
            return of(sizes.stream().mapToLong(size -> Math.max(size, 1)).toArray());
        }
        List<Long> wanted = given.get();
        boolean fits = wanted.size() == sizes.size();
        for (int axis = 0; fits && axis < wanted.size(); axis++) {
            fits = wanted.get(axis) > 0 && (sizes.get(axis) == 0 || sizes.get(axis).equals(wanted.get(axis)));
        }
        if (!fits) {
            throw new DataException("shape: " + text(wanted) + ", must be sizes above 0 that fit the input " + this);
        }
        return of(wanted.stream().mapToLong(Long::longValue).toArray());
    }

    private static Shape of(long[] sizes) throws DataException {
        Shape shape;
        try {
            shape = Shape.of(sizes);
        } catch (IllegalArgumentException e) {
            throw new DataException("shape: " + e.getMessage(), e);
        }
        if (shape.elements() > MAX_ELEMENTS) {
            throw new DataException("shape: " + shape + ", must have less than 2 GB");
        }
        return shape;
    }

    private static String text(List<Long> sizes) {
        return sizes.stream().map(size -> size == 0 ? "?" : size.toString()).collect(Collectors.joining("x"));
    }

    /** The sizes, with a question mark for what is open, as in {@code ?x3x48x192}. */
    @Override
    public String toString() {
        return text(sizes);
    }
}
