package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tools.ScalarTwin;

/** Every engine computes what it is timed for. */
class EnginesTest {
    static final List<String> NAMES = Engines.NAMES;

    /** Ends of vectors and rows of every kind, few channels, and enough elements for several threads. */
    private static final List<Shape> SHAPES = List.of(
            Shape.of(36, 5),
            Shape.of(700, 51),
            Shape.of(3, 5, 12),
            Shape.of(2, 3, 1000),
            Shape.of(3, 5, 4, 3),
            Shape.of(4, 3, 60, 60),
            Shape.of(2, 40, 30, 30),
            Shape.of(2, 1030, 5, 5));

    private static int check(Engine engine, ElementType type, int threads) {
        int checked = 0;
        for (Shape shape : SHAPES) {
            for (Layout layout : Layout.values()) {
                try (Workload workload = new Workload(shape, layout, type)) {
                    for (Pass pass : Pass.values()) {
                        if (engine.supports(workload.work(pass))) {
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
        double[] x = workload.x().toDoubleArray();
        double[] dy = workload.dy().toDoubleArray();
        try (Run run = engine.prepare(workload, pass, threads)) {
            // Twice: what one call leaves behind must not change the next.
            for (int call = 0; call < 2; call++) {
                workload.spoil();
                run.run();
                run.fetch();
                Optional<String> objection = workload.oracle().objection(pass);
                assertTrue(
                        objection.isEmpty(),
                        () -> engine.name() + " " + workload.work(pass) + ", threads: " + threads + ": "
                                + objection.orElseThrow());
            }
        }
        // What is read is as it was: assertArrayEquals would be slow on these.
        assertTrue(Arrays.equals(x, workload.x().toDoubleArray()), "x");
        assertTrue(Arrays.equals(dy, workload.dy().toDoubleArray()), "dy");
    }

    static List<Arguments> namesAndTypes() {
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(ElementType.values()).map(type -> Arguments.of(name, type)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("namesAndTypes")
    void isRight(String name, ElementType type) {
        Engines engines = new Engines(List.of(name), type);
        assumeTrue(engines.absent().isEmpty(), () -> engines.absent().toString());
        for (Engine engine : engines.present()) {
            for (int threads = 1; threads <= 3; threads++) {
                assertTrue(check(engine, type, threads) > 0, "nothing checked");
            }
        }
    }

    @Test
    void theLimitInJavaIsRightToo() {
        LimitEngine engine = LimitEngine.inJava(false, "a test");
        assertEquals("Java instead of C: a test", engine.version());
        for (int threads = 1; threads <= 3; threads++) {
            assertEquals(SHAPES.size() * 6, check(engine, ElementType.FLOAT32, threads));
        }
        assertTrue(!LimitEngine.inJava(true, "a test")
                .supports(new Case(SHAPES.getFirst(), Layout.CHANNELS_FIRST, Pass.TRAIN)));
    }

    /** Absent in one line, or there: which types a processor's oneDNN and C have, it knows. */
    @Test
    void whoLacksATypeSaysSoInOneLine() {
        for (ElementType type : ElementType.values()) {
            Engines engines = new Engines(NAMES, type);
            assertTrue(
                    engines.versions().keySet().containsAll(List.of("lanewise", "scalar")),
                    () -> engines.versions().toString());
            for (String name : NAMES) {
                assertTrue(
                        engines.versions().containsKey(name) != engines.absent().containsKey(name), name);
            }
            engines.absent().values().forEach(why -> assertEquals(1, why.lines().count(), why));
        }
        assertEquals(
                "plain Java: its loops are for float32 alone",
                new Engines(NAMES, ElementType.FLOAT64).absent().get("java"));
        assertEquals(
                "the limit: in C alone but for float32, and a test",
                LimitEngine.inJava(false, "a test")
                        .unavailable(ElementType.FLOAT16)
                        .orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("namesAndTypes")
    void whoAddsAndActivates(String name, ElementType type) {
        List<Engine> present = new Engines(List.of(name), type).present();
        for (Engine engine :
                present.stream().filter(one -> one.name().equals(name)).toList()) {
            List<Pass> fused = Arrays.stream(Pass.values())
                    .filter(Pass::isFused)
                    .filter(pass -> engine.supports(new Case(SHAPES.getFirst(), Layout.CHANNELS_FIRST, type, pass)))
                    .toList();
            assertEquals(
                    switch (name) {
                        case "lanewise", "scalar", "pytorch" ->
                            List.of(Pass.TRAIN_ADD_RELU, Pass.INFER_ADD_RELU, Pass.BACKWARD_ADD_RELU);
                        case "onnxruntime" -> List.of(Pass.INFER_ADD_RELU);
                        default -> List.of();
                    },
                    fused,
                    name);
        }
    }

    @Test
    void theScalarTwinIsScalarAndLeavesThePropertyAlone() {
        String before = System.getProperty("lanewise.provider");
        Engine scalar = ScalarTwin.load(Engine.class, LanewiseEngine.class, "scalar");
        assertEquals(before, System.getProperty("lanewise.provider"));
        assertTrue(scalar.version().startsWith("scalar"), scalar.version());
        assertTrue(new LanewiseEngine("lanewise").version().startsWith("vector"), "ours is not");
    }

    @Test
    void oneDnnIsGivenItsFastCode() {
        Engines engines = new Engines(List.of("onednn-blocked"), ElementType.FLOAT32);
        assumeTrue(engines.absent().isEmpty(), () -> engines.absent().toString());
        try (Workload workload = new Workload(Shape.of(2, 40, 3, 3), Layout.CHANNELS_FIRST)) {
            for (Pass pass : Pass.PLAIN) {
                try (Run run = engines.present().getLast().prepare(workload, pass, 1)) {
                    assertTrue(run.detail().contains("jit") && run.detail().contains("nChw"), run.detail());
                }
            }
        }
    }
}
