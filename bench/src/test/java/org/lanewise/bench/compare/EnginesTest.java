package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/** Every engine computes what it is timed for. */
class EnginesTest {
    static final List<String> NAMES = Engines.NAMES;

    /** Ends of vectors and rows of every kind, few channels, and enough elements for several threads. */
    private static final List<Shape> SHAPES = List.of(
            Shape.of(36, 5), Shape.of(700, 51), Shape.of(3, 5, 12), Shape.of(2, 3, 1000), Shape.of(3, 5, 4, 3), Shape.of(4, 3, 60, 60),
            Shape.of(2, 40, 30, 30), Shape.of(2, 1030, 5, 5));

    private static int check(Engine engine, int threads) {
        int checked = 0;
        for (Shape shape : SHAPES) {
            for (Layout layout : Layout.values()) {
                try (Workload workload = new Workload(shape, layout)) {
                    for (Pass pass : Pass.values()) {
                        if (engine.supports(new Case(shape, layout, pass))) {
                            check(engine, workload, pass, threads);
                            checked++;
                        }
                    }
                }
            }
        }
        return checked;
    }

    private static void check(Engine engine, Workload workload, Pass pass, int threads) {
        float[] x = workload.x().toArray();
        float[] dy = workload.dy().toArray();
        try (Run run = engine.prepare(workload, pass, threads)) {
            // Twice: what one call leaves behind must not change the next.
            for (int call = 0; call < 2; call++) {
                workload.spoil();
                run.run();
                run.fetch();
                Optional<String> objection = workload.oracle().objection(pass);
                assertTrue(objection.isEmpty(), () -> engine.name() + " " + workload.shape() + " " + workload.layout() + " "
                        + pass + ", threads: " + threads + ": " + objection.orElseThrow());
            }
        }
        // What is read is as it was: assertArrayEquals would be slow on these.
        assertTrue(Arrays.equals(x, workload.x().toArray()), "x");
        assertTrue(Arrays.equals(dy, workload.dy().toArray()), "dy");
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void isRight(String name) {
        Engines engines = new Engines(List.of(name));
        assumeTrue(engines.absent().isEmpty(), () -> engines.absent().toString());
        for (Engine engine : engines.present()) {
            for (int threads = 1; threads <= 3; threads++) {
                assertTrue(check(engine, threads) > 0, "nothing checked");
            }
        }
    }

    @Test
    void theLimitInJavaIsRightToo() {
        LimitEngine engine = LimitEngine.inJava(false, "a test");
        assertEquals("Java instead of C: a test", engine.version());
        for (int threads = 1; threads <= 3; threads++) {
            assertEquals(SHAPES.size() * 6, check(engine, threads));
        }
        assertTrue(!LimitEngine.inJava(true, "a test").supports(new Case(SHAPES.getFirst(), Layout.CHANNELS_FIRST, Pass.TRAIN)));
    }

    @Test
    void theScalarTwinIsScalarAndLeavesThePropertyAlone() {
        String before = System.getProperty("lanewise.provider");
        Engine scalar = ScalarTwin.load("scalar");
        assertEquals(before, System.getProperty("lanewise.provider"));
        assertTrue(scalar.version().startsWith("scalar"), scalar.version());
        assertTrue(new LanewiseEngine("lanewise").version().startsWith("vector"), "ours is not");
    }

    @Test
    void oneDnnIsGivenItsFastCode() {
        Engines engines = new Engines(List.of("onednn-blocked"));
        assumeTrue(engines.absent().isEmpty(), () -> engines.absent().toString());
        try (Workload workload = new Workload(Shape.of(2, 40, 3, 3), Layout.CHANNELS_FIRST)) {
            for (Pass pass : Pass.values()) {
                try (Run run = engines.present().getLast().prepare(workload, pass, 1)) {
                    assertTrue(run.detail().contains("jit") && run.detail().contains("nChw"), run.detail());
                }
            }
        }
    }
}
