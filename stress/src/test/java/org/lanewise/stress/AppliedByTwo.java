package org.lanewise.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.Arena;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads apply one snapshot, each to tensors of its own kind: calls never share an engine's memory, nor the
 * carrier of its operands.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both right")
@Outcome(expect = FORBIDDEN, desc = "One call took the other's tensors")
public class AppliedByTwo {
    private final FrozenBatchNorm snapshot = Models.frozen(1);
    private final Tensor onHeap =
            Tensor.of(new float[3 * Models.CHANNELS], Shape.of(3, Models.CHANNELS), Layout.CHANNELS_LAST);
    private final Tensor inMemory =
            Tensor.allocate(Arena.ofAuto(), Shape.of(1, Models.CHANNELS), Layout.CHANNELS_FIRST, ElementType.FLOAT64);

    /** What is shared is the snapshot, whose engines are taken and given back all the time. */
    @State
    public static class Nothing {}

    @Actor
    public void applyToHeap(Nothing state, II_Result models) {
        models.r1 = Models.apply(snapshot, onHeap);
    }

    @Actor
    public void applyToMemory(Nothing state, II_Result models) {
        models.r2 = Models.apply(snapshot, inMemory);
    }
}
