package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

    /** All shapes, layouts and passes that an engine has, with 1 to 3 threads; tells how many that are. */
    private static int check(Engine engine, ElementType type) {
        int checked = 0;
        for (Shape shape : SHAPES) {
            for (Layout layout : Layout.values()) {
                try (Workload shared = new Workload(shape, layout, type)) {
                    for (Pass pass : Pass.values()) {
                        Case work = new Case(shape, layout, type, pass);
                        if (engine.supports(work)) {
                            check(engine, shared, work);
                            checked++;
                        }
                    }
                }
            }
        }
        return checked;
    }

    private static void check(Engine engine, Workload shared, Case work) {
        Workload workload = shared.isFor(work) ? shared : Workload.of(work);
        try {
            for (int threads = 1; threads <= 3; threads++) {
                check(engine, workload, work.pass(), threads);
            }
        } finally {
            if (workload != shared) {
                workload.close();
            }
        }
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
        // What is read is as it was, but for what is written over: assertArrayEquals would be slow on these.
        assertTrue(
                workload.out() == workload.x() || Arrays.equals(x, workload.x().toDoubleArray()), "x");
        assertTrue(
                workload.out() == workload.dy()
                        || Arrays.equals(dy, workload.dy().toDoubleArray()),
                "dy");
    }

    /** The engine; skips the test if it can't be had. */
    private static Engine available(String name, ElementType type) {
        Engine engine = Engines.create(name, type);
        Optional<String> why = engine.unavailable(type);
        assumeTrue(why.isEmpty(), () -> why.orElseThrow());
        return engine;
    }

    static List<Arguments> namesAndTypes() {
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(ElementType.values()).map(type -> Arguments.of(name, type)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("namesAndTypes")
    void isRight(String name, ElementType type) {
        assertTrue(check(available(name, type), type) > 0, "nothing checked");
    }

    @Test
    void theLimitInJavaIsRightToo() {
        LimitEngine engine = LimitEngine.inJava("a test");
        assertEquals("Java instead of C: a test", engine.version());
        assertEquals(SHAPES.size() * 6, check(engine, ElementType.FLOAT32));
    }

    /** Absent in one line, or there: which types a processor's oneDNN and C have, it knows. */
    @Test
    void whoLacksATypeSaysSoInOneLine() {
        for (ElementType type : ElementType.values()) {
            for (String name : NAMES) {
                Engine engine = Engines.create(name, type);
                Optional<String> absence = engine.unavailable(type);
                assertTrue(absence.isEmpty() || !List.of("lanewise", "scalar").contains(name), absence::toString);
                absence.ifPresent(why -> assertEquals(1, why.lines().count(), why));
                assertTrue(absence.isPresent() || !engine.version().isEmpty(), name);
            }
        }
        assertEquals(
                Optional.of("plain Java: its loops are for float32 alone"),
                Engines.create("java", ElementType.FLOAT64).unavailable(ElementType.FLOAT64));
        assertEquals(
                Optional.of("limit: in C and for float32 alone, and a test"),
                LimitEngine.inJava("a test").unavailable(ElementType.FLOAT16));
        assertEquals(
                Optional.of("limit-double: in C and for float32 alone, and it is the same as limit"),
                Engines.create("limit-double", ElementType.FLOAT64).unavailable(ElementType.FLOAT64));
    }

    @ParameterizedTest
    @MethodSource("namesAndTypes")
    void whoAddsAndActivates(String name, ElementType type) {
        assertEquals(
                switch (name) {
                    case "lanewise", "scalar", "pytorch" ->
                        List.of(Pass.TRAIN_ADD_RELU, Pass.INFER_ADD_RELU, Pass.BACKWARD_ADD_RELU);
                    case "onnxruntime" -> List.of(Pass.INFER_ADD_RELU);
                    default -> List.of();
                },
                supported(available(name, type), type, Pass::isFused));
    }

    @ParameterizedTest
    @MethodSource("namesAndTypes")
    void whoWritesOverItsInput(String name, ElementType type) {
        assertEquals(
                switch (name) {
                    case "lanewise", "scalar", "onednn", "limit", "limit-double" ->
                        List.of(Pass.TRAIN_IN_PLACE, Pass.INFER_IN_PLACE, Pass.BACKWARD_IN_PLACE);
                    case "pytorch" -> List.of(Pass.TRAIN_IN_PLACE, Pass.INFER_IN_PLACE);
                    case "onnxruntime" -> List.of(Pass.INFER_IN_PLACE);
                    default -> List.of();
                },
                supported(available(name, type), type, Pass::isInPlace));
    }

    private static List<Pass> supported(Engine engine, ElementType type, Predicate<Pass> kind) {
        return Arrays.stream(Pass.values())
                .filter(kind)
                .filter(pass -> engine.supports(new Case(SHAPES.getFirst(), Layout.CHANNELS_FIRST, type, pass)))
                .toList();
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
        Engine engine = available("onednn-blocked", ElementType.FLOAT32);
        try (Workload workload = new Workload(Shape.of(2, 40, 3, 3), Layout.CHANNELS_FIRST)) {
            for (Pass pass : Pass.PLAIN) {
                try (Run run = engine.prepare(workload, pass, 1)) {
                    assertTrue(run.detail().contains("jit") && run.detail().contains("nChw"), run.detail());
                }
            }
        }
    }
}
