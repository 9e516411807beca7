package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Channels;
import org.lanewise.testkit.Exact;
import org.lanewise.testkit.Precision;

/** The quick oracle agrees with the exact one, and finds what is wrong. */
class OracleTest {
    private static void set(Workload workload, double[] all, int channel, Number[] values) {
        for (int i = 0; i < values.length; i++) {
            all[Math.toIntExact(Channels.index(workload.shape(), workload.layout(), channel, i))] = values[i].doubleValue();
        }
    }

    private static void fillExactly(Workload w, Pass pass) {
        double[] all = new double[Math.toIntExact(w.shape().elements())];
        for (int c = 0; c < w.shape().channels(); c++) {
            Exact exact = new Exact(Channels.get(w.x(), c));
            set(w, all, c, switch (pass) {
                case TRAIN -> exact.forward(w.gamma()[c], w.beta()[c], Workload.EPS);
                case INFER -> exact.forward(w.mean()[c], w.variance()[c], w.gamma()[c], w.beta()[c], Workload.EPS);
                case BACKWARD -> exact.backward(Channels.get(w.dy(), c), w.gamma()[c], Workload.EPS).dx();
            });
        }
        w.out().copyFrom(all);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsWhatIsExactAndNothingElse(ElementType type) {
        // Of a float's rounding some thousands; of a shorter type's own, some.
        double off = Math.max(type == ElementType.FLOAT64 ? 1e-9 : 1e-3, 4 * Precision.of(type).roundoff());
        for (Layout layout : Layout.values()) {
            for (Pass pass : Pass.values()) {
                try (Workload workload = new Workload(Shape.of(3, 5, 4, 3), layout, type)) {
                    fillExactly(workload, pass);
                    assertTrue(workload.oracle().objection(pass).isEmpty(), () -> layout + " " + pass);
                    Tensor out = workload.out();
                    double right = out.get(2, 3, 1, 1);
                    out.set(right + off * (1 + Math.abs(right)), 2, 3, 1, 1);
                    assertTrue(workload.oracle().objection(pass).isPresent(), () -> layout + " " + pass + " off by " + off);
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
