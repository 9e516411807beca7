package org.lanewise.app.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.lanewise.app.data.DataException;
import org.lanewise.app.onnx.Feed;
import org.lanewise.app.onnx.ModelInput;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * What an input beside the main one is fed with: the same, where it has the same type and sizes; else numbers of the
 * normal distribution, or where it takes integers or truth values, ones.
 */
final class OtherInput {
    private static final long SEED = 2;

    private final ModelInput input;
    private final List<Long> sizes;
    private final boolean same;

    private OtherInput(ModelInput input, List<Long> sizes, boolean same) {
        this.input = input;
        this.sizes = sizes;
        this.same = same;
    }

    /**
     * One of a model.
     *
     * @param given the shape that the user says, if any
     * @throws DataException if its sizes are not known, or its type is none that can be fed
     */
    static OtherInput of(ModelInput input, ModelInput main, Optional<List<Long>> given) throws DataException {
        boolean same = given.isEmpty()
                && main.ranked()
                && input.ranked()
                && input.dataType() == main.dataType()
                && input.sizes().equals(main.sizes());
        if (!same && input.type().isEmpty() && bytes(input.typeName()) == 0) {
            throw new DataException("input " + input.name() + ": " + input.typeName() + ", must be of numbers or BOOL");
        }
        return new OtherInput(input, same ? List.of() : input.sizes(given, List.of()), same);
    }

    private static int bytes(String type) {
        return switch (type) {
            case "BOOL", "INT8", "UINT8" -> 1;
            case "INT16" -> 2;
            case "INT32" -> 4;
            case "INT64" -> 8;
            default -> 0;
        };
    }

    String name() {
        return input.name();
    }

    /** In a few words, beside values of the main input. */
    String describe(List<Tensor> values) {
        return "input " + input.name() + ": "
                + (same
                        ? "the same"
                        : (input.type().isPresent() ? "normal numbers" : "ones") + ", as "
                                + Feeding.inWords(values.stream().map(x -> text(axes(x)))));
    }

    private static String text(List<Long> axes) {
        return axes.isEmpty() ? "()" : axes.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    /** The sizes beside a value of the main input; a batch that is open is the same. */
    private List<Long> axes(Tensor x) {
        List<Long> axes = new ArrayList<>(sizes);
        if (input.ranked() && !axes.isEmpty() && input.sizes().getFirst() == 0 && axes.getFirst() == 1) {
            axes.set(0, x.shape().samples());
        }
        return axes;
    }

    /** The value beside a value of the main input. */
    Feed feed(Tensor x) {
        if (same) {
            return Feed.of(x);
        }
        long[] axes = axes(x).stream().mapToLong(Long::longValue).toArray();
        int elements = Math.toIntExact(Arrays.stream(axes).reduce(1, Math::multiplyExact));
        if (input.type().isEmpty()) {
            int bytes = bytes(input.typeName());
            MemorySegment memory = Arena.ofAuto().allocate((long) elements * bytes, Long.BYTES);
            for (int i = 0; i < elements; i++) {
                memory.set(ValueLayout.JAVA_BYTE, (long) i * bytes, (byte) 1);
            }
            return new Feed(axes, input.dataType(), memory);
        }
        ElementType type = input.type().get();
        Tensor numbers =
                Tensor.allocate(Arena.ofAuto(), Shape.of(1, Math.max(1, elements)), Layout.CHANNELS_FIRST, type);
        Random random = new Random(SEED);
        numbers.copyFrom(DoubleStream.generate(random::nextGaussian)
                .limit(numbers.shape().elements())
                .toArray());
        return new Feed(axes, input.dataType(), numbers.segment());
    }
}
