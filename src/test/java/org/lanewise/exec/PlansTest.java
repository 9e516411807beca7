package org.lanewise.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

class PlansTest {
    private static final Shape SHAPE = Shape.of(4, 3, 5, 5);

    private final Plans plans = new Plans(null);

    private static Tensor tensor(Shape shape, Layout layout, ElementType type) {
        return Tensor.allocate(Arena.ofAuto(), shape, layout, type);
    }

    private static Tensor tensor(Shape shape) {
        return tensor(shape, Layout.CHANNELS_FIRST, ElementType.FLOAT32);
    }

    @Test
    void onePlanForEachSignature() {
        Plan plan = plans.of(Pass.TRAIN, tensor(SHAPE), Epilogue.NONE);
        assertSame(plan, plans.of(Pass.TRAIN, tensor(Shape.of(4, 3, 5, 5)), Epilogue.NONE));
        assertNotSame(plan, plans.of(Pass.BACKWARD, tensor(SHAPE), Epilogue.NONE));
        assertNotSame(plan, plans.of(Pass.TRAIN, tensor(SHAPE), Epilogue.ACTIVATE));
        assertNotSame(plan, plans.of(Pass.TRAIN, tensor(Shape.of(4, 3, 25, 1)), Epilogue.NONE));
        Tensor last = tensor(SHAPE, Layout.CHANNELS_LAST, ElementType.FLOAT32);
        assertNotSame(plan, plans.of(Pass.TRAIN, last, Epilogue.NONE));
        Tensor wide = tensor(SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT64);
        assertNotSame(plan, plans.of(Pass.TRAIN, wide, Epilogue.NONE));
        assertSame(plan, plans.of(Pass.TRAIN, tensor(SHAPE), Epilogue.NONE));
    }

    /** Ever new sizes, and one in between that comes again and again. */
    @Test
    void eightAreKeptAndThoseInUseStay() {
        Plan first = train(1);
        Plan inUse = train(2);
        for (int n = 3; n <= 40; n++) {
            train(n);
            assertSame(inUse, train(2), "after size " + n);
        }
        assertNotSame(first, train(1));
    }

    @Test
    void eightInTurnAreAllKept() {
        Plan[] made = new Plan[8];
        for (int n = 0; n < 8; n++) {
            made[n] = train(n + 1);
        }
        for (int n = 0; n < 8; n++) {
            assertSame(made[n], train(n + 1));
        }
    }

    private Plan train(int samples) {
        return plans.of(Pass.TRAIN, tensor(Shape.of(samples, 3, 5, 5)), Epilogue.NONE);
    }

    /** More shapes than are kept, and more threads: each gets the plan of its own shape. */
    @Test
    void manyThreadsMayAsk() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            var asking = IntStream.range(0, 8)
                    .mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < 2000; i++) {
                            int samples = 1 + (7 * i + thread) % 12;
                            assertEquals(
                                    samples, train(samples).signature().shape().samples());
                        }
                    }))
                    .toList();
            for (var one : asking) {
                one.get();
            }
        }
    }

    /** The bytes decide how many threads are worth waking, and a flight recording shows them. */
    @Test
    void aPlanCountsEachTensorOnce() {
        long tensor = SHAPE.elements() * Float.BYTES;
        assertEquals(1 * tensor, plan(Pass.MOMENTS, Epilogue.NONE).bytes());
        assertEquals(2 * tensor, plan(Pass.TRAIN, Epilogue.ACTIVATE_MASK).bytes());
        assertEquals(3 * tensor, plan(Pass.TRAIN, Epilogue.ADD_ACTIVATE_MASK).bytes());
        assertEquals(3 * tensor, plan(Pass.NORMALIZE, Epilogue.ADD_ACTIVATE).bytes());
        assertEquals(2 * tensor, plan(Pass.GRADIENT_SUMS, Epilogue.NONE).bytes());
        assertEquals(3 * tensor, plan(Pass.BACKWARD, Epilogue.NONE).bytes());
        assertEquals(4 * tensor, plan(Pass.BACKWARD, Epilogue.ACTIVATE_MASK).bytes());
        assertEquals(2 * tensor, plan(Pass.FROZEN_BACKWARD, Epilogue.NONE).bytes());
        assertEquals(
                3 * tensor, plan(Pass.FROZEN_BACKWARD, Epilogue.ACTIVATE_MASK).bytes());
        assertEquals(
                3 * tensor, plan(Pass.GRADIENT_SUMS, Epilogue.ACTIVATE_MASK).bytes());
        assertEquals(4 * tensor, plan(Pass.BACKWARD, Epilogue.ADD_ACTIVATE_MASK).bytes());
    }

    /** Rows are reduced, merged in one step, and walked again. */
    @Test
    void aReductionIsMergedBeforeTheElementwiseStage() {
        Shape shape = Shape.of(3000, 7);
        Plan plan = plans.of(Pass.BACKWARD, tensor(shape), Epilogue.NONE);
        long tensor = shape.elements() * Float.BYTES;
        Grid sums = Grid.forReduction(shape, Layout.CHANNELS_FIRST);
        Grid map = Grid.forElementwise(shape, Layout.CHANNELS_FIRST);
        assertEquals(3, plan.stages().length);
        assertStage(plan.stages()[0], sums.units(), 2 * 2 * tensor);
        assertStage(plan.stages()[1], 1, 0);
        assertStage(plan.stages()[2], map.units(), 3 * tensor);
        assertEquals(sums.slots(), plan.slots());
    }

    /** One sample: a group of channels is reduced and walked again while it is in the cache. */
    @Test
    void groupsGoTogetherWhereTheyLieTogether() {
        Shape shape = Shape.of(1, 640, 40, 40);
        Plan plan = plans.of(Pass.TRAIN, tensor(shape), Epilogue.NONE);
        long tensor = shape.elements() * Float.BYTES;
        Planes sums = (Planes) Grid.forReduction(shape, Layout.CHANNELS_FIRST);
        assertEquals(1, plan.stages().length);
        assertStage(plan.stages()[0], sums.channelGroups(), 2 * tensor + 2 * tensor);
        try (ForkJoinPool pool = new ForkJoinPool(sums.channelGroups())) {
            Plan shared = new Plans(pool).of(Pass.TRAIN, tensor(shape), Epilogue.NONE);
            assertEquals(3, shared.stages().length);
        }
    }

    @Test
    void elementwisePassesHaveOneStage() {
        Plan plan = plan(Pass.NORMALIZE, Epilogue.ADD_ACTIVATE);
        assertEquals(1, plan.stages().length);
        assertStage(
                plan.stages()[0],
                Grid.forElementwise(SHAPE, Layout.CHANNELS_FIRST).units(),
                plan.bytes());
        assertEquals(0, plan.slots());
    }

    private static void assertStage(Plan.Stage stage, int steps, long bytes) {
        assertEquals(steps, stage.steps());
        assertEquals(bytes, stage.bytes());
    }

    private Plan plan(Pass pass, Epilogue epilogue) {
        return plans.of(pass, tensor(SHAPE), epilogue);
    }

    /** Also of a call that fails: a carrier that keeps operands would keep the caller's memory reachable. */
    @Test
    void aCallIsClearedWhateverComesOfIt() throws IllegalAccessException {
        Call failing = new Call() {
            @Override
            protected void coefficients(int from, int to) {
                throw new ArithmeticException("between");
            }
        };
        Plan plan = plan(Pass.BACKWARD, Epilogue.ACTIVATE_MASK);
        failing.x = tensor(SHAPE);
        failing.dy = tensor(SHAPE);
        failing.dyActivated = tensor(SHAPE);
        failing.out = tensor(SHAPE);
        failing.mask = new long[100];
        failing.negativeSlope = 0;
        failing.center = new double[3];
        failing.first = new double[3];
        failing.second = new double[3];
        failing.parameters = new Parameters(ElementType.FLOAT32, 3);
        assertThrows(ArithmeticException.class, () -> new Engine(null).run(plan, failing));
        assertEquals(1, failing.negativeSlope);
        assertAllNull(Call.class, failing, "operands");
        assertAllNull(Operands.class, failing.operands, "grid", "partials");
    }

    private static void assertAllNull(Class<?> type, Object carrier, String... but) throws IllegalAccessException {
        int checked = 0;
        for (Field field : type.getDeclaredFields()) {
            if (!field.getType().isPrimitive()
                    && !Modifier.isStatic(field.getModifiers())
                    && !List.of(but).contains(field.getName())) {
                field.setAccessible(true);
                assertNull(field.get(carrier), field.getName());
                checked++;
            }
        }
        assertEquals(type == Call.class ? 10 : 9, checked);
    }
}
