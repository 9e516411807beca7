package org.lanewise.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** What is published is one of the models that were frozen, whole, whatever the layer learns meanwhile. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Nothing published yet")
@Outcome(id = "1, 1, 1, 1", expect = ACCEPTABLE, desc = "One model")
@Outcome(id = "2, 2, 2, 2", expect = ACCEPTABLE, desc = "The other")
@Outcome(expect = FORBIDDEN, desc = "Torn, or never frozen")
public class PublishedWhole {
    /** So many looks take about as long as a step of training. */
    private static final int LOOKS = 100;

    private final Models.Trainee trainee = new Models.Trainee();

    /** The actors share the layer: one for each of millions of states would take all of the time. */
    @State
    public static class Nothing {}

    @Actor
    public void train(Nothing state) {
        trainee.step();
    }

    @Actor
    public void serve(Nothing state, IIII_Result models) {
        for (int i = 0; i < LOOKS && isWhole(models); i++) {
            Models.read(trainee.layer.published().orElse(null), models);
        }
    }

    private static boolean isWhole(IIII_Result models) {
        return models.r1 < 3 && models.r1 == models.r2 && models.r1 == models.r3 && models.r1 == models.r4;
    }
}
