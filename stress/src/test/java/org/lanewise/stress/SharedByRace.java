package org.lanewise.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.lanewise.FrozenBatchNorm;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A snapshot is whole for who finds it in a plain field: its fields are final. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Not there yet")
@Outcome(id = "1, 1, 1, 1", expect = ACCEPTABLE, desc = "Whole")
@Outcome(expect = FORBIDDEN, desc = "Torn")
@State
public class SharedByRace {
    private FrozenBatchNorm shared;

    @Actor
    public void make() {
        shared = Models.frozen(1);
    }

    @Actor
    public void find(IIII_Result models) {
        // Makes one too, so that both take equally long and meet.
        Models.frozen(2);
        Models.read(shared, models);
    }
}
