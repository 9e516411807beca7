package org.lanewise.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is published normalizes with one of the models that were frozen, while the layer trains. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Nothing published yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One model")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The other")
@Outcome(expect = FORBIDDEN, desc = "Torn, or never frozen")
public class AppliedWhileTraining {
    private final Models.Trainee trainee = new Models.Trainee();
    private final Tensor x = Tensor.of(new float[Models.CHANNELS], Shape.of(1, Models.CHANNELS), Layout.CHANNELS_FIRST);

    /** The actors share the layer: see {@link PublishedWhole}. */
    @State
    public static class Nothing {}

    @Actor
    public void train(Nothing state) {
        trainee.step();
    }

    @Actor
    public void serve(Nothing state, I_Result model) {
        trainee.layer.published().ifPresent(snapshot -> model.r1 = Models.apply(snapshot, x));
    }
}
