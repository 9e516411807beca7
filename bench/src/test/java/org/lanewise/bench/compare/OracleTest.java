package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    private static void set(Tensor tensor, int channel, double[] values) {
        double[] all = tensor.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            all[Math.toIntExact(Channels.index(tensor.shape(), tensor.layout(), channel, i))] = values[i];
        }
        tensor.copyFrom(all);
    }

    private static void fillExactly(Workload w, Pass pass) {
        fillExactly(w, pass, 0);
    }

    /**
     * Exactly but for the gradient's way back through the activation, which is open where the sum is above a threshold.
     */
    private static void fillExactly(Workload w, Pass pass, double threshold) {
        for (int c = 0; c < w.shape().channels(); c++) {
            Exact exact = new Exact(Channels.get(w.x(), c));
            double[] y = doubles(
                    pass.plain() == Pass.INFER
                            ? exact.forward(w.mean()[c], w.variance()[c], w.gamma()[c], w.beta()[c], Workload.EPS)
                            : exact.forward(w.gamma()[c], w.beta()[c], Workload.EPS));
            double[] dy = Channels.get(w.dy(), c);
            double[] residual = Channels.get(w.residual(), c);
            for (int i = 0; pass.isFused() && i < y.length; i++) {
                dy[i] = y[i] + residual[i] > threshold ? dy[i] : 0;
                y[i] = Math.max(0, y[i] + residual[i]);
            }
            if (pass == Pass.BACKWARD_ADD_RELU) {
                set(w.dresidual(), c, dy);
            }
            set(
                    w.out(),
                    c,
                    pass.plain() == Pass.BACKWARD
                            ? doubles(exact.backward(dy, w.gamma()[c], Workload.EPS)
                                    .dx())
                            : y);
        }
    }

    private static double[] doubles(Number[] values) {
        return Arrays.stream(values).mapToDouble(Number::doubleValue).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void acceptsWhatIsExactAndNothingElse(ElementType type) {
        double off = off(type);
        for (Layout layout : Layout.values()) {
            for (Pass pass : Pass.values()) {
                try (Workload workload = Workload.of(new Case(Shape.of(3, 5, 4, 3), layout, type, pass))) {
                    fillExactly(workload, pass);
                    assertTrue(workload.oracle().objection(pass).isEmpty(), () -> layout + " " + pass);
                    Tensor out = workload.out();
                    double right = out.get(2, 3, 1, 1);
                    out.set(right + off * (1 + Math.abs(right)), 2, 3, 1, 1);
                    assertTrue(
                            workload.oracle().objection(pass).isPresent(),
                            () -> layout + " " + pass + " off by " + off);
                    out.set(Float.NaN, 2, 3, 1, 1);
                    assertTrue(workload.oracle().objection(pass).isPresent(), () -> layout + " " + pass + " NaN");
                    workload.spoil();
                    assertTrue(workload.oracle().objection(pass).isPresent(), () -> layout + " " + pass + " spoiled");
                }
            }
        }
    }

    /** Of a float's rounding some thousands; of a shorter type's own, some. */
    private static double off(ElementType type) {
        return Math.max(
                type == ElementType.FLOAT64 ? 1e-9 : 1e-3,
                4 * Precision.of(type).roundoff());
    }

    @ParameterizedTest
    @EnumSource
    void theResidualsGradientIsLookedAtToo(ElementType type) {
        try (Workload workload = new Workload(Shape.of(3, 5, 4, 3), Layout.CHANNELS_LAST, type)) {
            fillExactly(workload, Pass.BACKWARD_ADD_RELU);
            double right = workload.dresidual().get(2, 3, 1, 1);
            workload.dresidual().set(right + off(type) * (1 + Math.abs(right)), 2, 3, 1, 1);
            String objection =
                    workload.oracle().objection(Pass.BACKWARD_ADD_RELU).orElseThrow();
            assertTrue(objection.contains("of the residual's gradient of backward_add_relu"), objection);
            workload.spoil();
            fillExactly(workload, Pass.BACKWARD);
            assertTrue(workload.oracle().objection(Pass.BACKWARD_ADD_RELU).isPresent(), "spoiled");
        }
    }

    @Test
    void whereRoundingDecidesAGradientMayPassOrNotButNotBeAnythingElse() {
        try (Workload workload = new Workload(Shape.of(3, 5, 16, 12), Layout.CHANNELS_LAST, ElementType.BFLOAT16)) {
            Pass pass = Pass.BACKWARD_ADD_RELU;
            fillExactly(workload, pass);
            double[] usual = workload.dresidual().toDoubleArray();
            fillExactly(workload, pass, Precision.BFLOAT16.roundoff());
            double[] other = workload.dresidual().toDoubleArray();
            int decided = Arrays.mismatch(usual, other);
            assertTrue(decided >= 0, "no sum is near 0");
            assertEquals(Optional.empty(), workload.oracle().objection(pass));
            other[decided] = usual[decided] + 1;
            workload.dresidual().copyFrom(other);
            assertTrue(workload.oracle().objection(pass).isPresent(), "neither");
            fillExactly(workload, pass, 0.1);
            assertTrue(workload.oracle().objection(pass).isPresent(), "not near 0");
        }
    }

    @Test
    void anOutputForOnePassIsNotRightForAnother() {
        try (Workload workload = new Workload(Shape.of(3, 5, 4, 3), Layout.CHANNELS_FIRST)) {
            List<Pass> passes = Arrays.stream(Pass.values())
                    .filter(pass -> !pass.isInPlace())
                    .toList();
            for (Pass pass : passes) {
                fillExactly(workload, pass);
                for (Pass other : passes) {
                    assertEquals(
                            pass == other, workload.oracle().objection(other).isEmpty(), pass + " " + other);
                }
            }
        }
    }
}
