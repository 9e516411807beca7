package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Channels;
import org.lanewise.testkit.Exact;

/** The quick oracle agrees with the exact one, and finds what is wrong. */
class OracleTest {
    private static void set(Workload workload, int channel, Number[] values) {
        for (int i = 0; i < values.length; i++) {
            long at = Channels.index(workload.shape(), workload.layout(), channel, i);
            workload.out().segment().setAtIndex(JAVA_FLOAT, at, values[i].floatValue());
        }
    }

    private static void fillExactly(Workload w, Pass pass) {
        for (int c = 0; c < w.shape().channels(); c++) {
            Exact exact = new Exact(Channels.get(w.x(), c));
            set(w, c, switch (pass) {
                case TRAIN -> exact.forward(w.gamma()[c], w.beta()[c], Workload.EPS);
                case INFER -> exact.forward(w.mean()[c], w.variance()[c], w.gamma()[c], w.beta()[c], Workload.EPS);
                case BACKWARD -> exact.backward(Channels.get(w.dy(), c), w.gamma()[c], Workload.EPS).dx();
            });
        }
    }

    @Test
    void acceptsWhatIsExactAndNothingElse() {
        for (Layout layout : Layout.values()) {
            for (Pass pass : Pass.values()) {
                try (Workload workload = new Workload(Shape.of(3, 5, 4, 3), layout)) {
                    fillExactly(workload, pass);
                    assertTrue(workload.oracle().objection(pass).isEmpty(), () -> layout + " " + pass);
                    Tensor out = workload.out();
                    float right = (float) out.get(2, 3, 1, 1);
                    out.set(right + 0.001f, 2, 3, 1, 1);
                    assertTrue(workload.oracle().objection(pass).isPresent(), () -> layout + " " + pass + " off by 0.001");
                    out.set(Float.NaN, 2, 3, 1, 1);
                    assertTrue(workload.oracle().objection(pass).isPresent(), () -> layout + " " + pass + " NaN");
                    workload.spoil();
                    assertTrue(workload.oracle().objection(pass).isPresent(), () -> layout + " " + pass + " spoiled");
                }
            }
        }
    }

    @Test
    void anOutputForOnePassIsNotRightForAnother() {
        try (Workload workload = new Workload(Shape.of(3, 5, 4, 3), Layout.CHANNELS_FIRST)) {
            for (Pass pass : Pass.values()) {
                fillExactly(workload, pass);
                for (Pass other : Pass.values()) {
                    assertEquals(pass == other, workload.oracle().objection(other).isEmpty(), pass + " " + other);
                }
            }
        }
    }
}
