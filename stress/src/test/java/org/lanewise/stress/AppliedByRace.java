package org.lanewise.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.lanewise.FrozenBatchNorm;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads each make a snapshot, leave it in a plain field and apply the other's, or their own if there is none yet.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The second found the first's")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "The first found the second's")
@Outcome(
        id = {"2, 1", "1, 2"},
        expect = ACCEPTABLE_INTERESTING,
        desc = "Both found the other's, or none")
@Outcome(expect = FORBIDDEN, desc = "Torn")
public class AppliedByRace {
    private final Tensor x1 =
            Tensor.of(new float[Models.CHANNELS], Shape.of(1, Models.CHANNELS), Layout.CHANNELS_FIRST);
    private final Tensor x2 =
            Tensor.of(new float[Models.CHANNELS], Shape.of(1, Models.CHANNELS), Layout.CHANNELS_FIRST);

    @State
    public static class Places {
        FrozenBatchNorm first;
        FrozenBatchNorm second;
    }

    @Actor
    public void first(Places places, II_Result models) {
        FrozenBatchNorm own = Models.frozen(1);
        places.first = own;
        FrozenBatchNorm other = places.second;
        models.r1 = Models.apply(other == null ? own : other, x1);
    }

    @Actor
    public void second(Places places, II_Result models) {
        FrozenBatchNorm own = Models.frozen(2);
        places.second = own;
        FrozenBatchNorm other = places.first;
        models.r2 = Models.apply(other == null ? own : other, x2);
    }
}
