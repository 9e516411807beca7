package org.lanewise.bench.peer;

import java.lang.foreign.Arena;
import java.util.function.Consumer;
import org.lanewise.tensor.Tensor;

/** What the adapters share. */
final class Vectors {
    private Vectors() {}

    /** The same numbers, as doubles. */
    static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Runs something with a tensor of zeros like the given one, which then is gone. */
    static void withScratch(Tensor like, Consumer<Tensor> body) {
        try (Arena arena = Arena.ofShared()) {
            body.accept(Tensor.allocate(arena, like.shape(), like.layout()));
        }
    }
}
