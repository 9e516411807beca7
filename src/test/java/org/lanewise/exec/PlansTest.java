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
import org.junit.jupiter.api.Test;
import org.lanewise.kernel.call.Operands;
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

    @Test
    void theLatestEightAreKept() {
        Plan first = plans.of(Pass.TRAIN, tensor(Shape.of(1, 3, 5, 5)), Epilogue.NONE);
        for (int n = 2; n <= 8; n++) {
            plans.of(Pass.TRAIN, tensor(Shape.of(n, 3, 5, 5)), Epilogue.NONE);
        }
        assertSame(first, plans.of(Pass.TRAIN, tensor(Shape.of(1, 3, 5, 5)), Epilogue.NONE));
        plans.of(Pass.TRAIN, tensor(Shape.of(9, 3, 5, 5)), Epilogue.NONE);
        assertNotSame(first, plans.of(Pass.TRAIN, tensor(Shape.of(1, 3, 5, 5)), Epilogue.NONE));
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
