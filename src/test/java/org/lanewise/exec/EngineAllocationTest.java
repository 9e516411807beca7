package org.lanewise.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Running plans allocates nothing once C2 has compiled it. With kernels that do nothing: what real ones allocate (views
 * of 40 bytes, boxed vectors) depends on what C2 decides in a JVM, and the benchmarks show it.
 */
class EngineAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 500;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Kernels IDLE = new Kernels() {
        private final Kernel kernel = (operands, unit, scratch) -> {};

        @Override
        public String name() {
            return "idle";
        }

        @Override
        public int vectorBits() {
            return 0;
        }

        @Override
        public Kernel get(Operation operation, Geometry geometry) {
            return kernel;
        }

        @Override
        public Kernel extended(Operation operation, Geometry geometry) {
            return kernel;
        }
    };

    @Test
    void callsAllocateNothing() {
        assertNoBytes(null, Shape.of(3, 16, 14, 14));
    }

    /** Large enough for the workers to be asked. */
    @Test
    void callsWithAPoolAllocateNothing() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            assertNoBytes(pool, Shape.of(40, 16, 16, 16));
        }
    }

    private static void assertNoBytes(ForkJoinPool pool, Shape shape) {
        Engine engine = new Engine(pool);
        Call call = new Call() {
            @Override
            protected void coefficients(int from, int to) {}
        };
        Tensor x = tensor(shape);
        Tensor dy = tensor(shape);
        Tensor dz = tensor(shape);
        Tensor out = tensor(shape);
        double[] first = new double[shape.channels()];
        double[] second = new double[shape.channels()];
        Parameters parameters = new Parameters(ElementType.FLOAT32, shape.channels());
        Plan train = plan(Pass.TRAIN, Epilogue.ADD_ACTIVATE_MASK, shape, pool);
        Plan backward = plan(Pass.BACKWARD, Epilogue.ACTIVATE_MASK, shape, pool);
        assertNoBytes(() -> {
            call.x = x;
            call.residual = dy;
            setRest(call, out, first, second, parameters);
            engine.run(train, call);
            call.x = x;
            call.dy = dz;
            call.dyActivated = dy;
            setRest(call, out, first, second, parameters);
            engine.run(backward, call);
        });
    }

    /** What both passes have. */
    private static void setRest(Call call, Tensor out, double[] first, double[] second, Parameters parameters) {
        call.out = out;
        call.first = first;
        call.second = second;
        call.parameters = parameters;
    }

    /** Repeats some work until many rounds of it allocate nothing. */
    private static void assertNoBytes(Runnable work) {
        long end = System.nanoTime() + LIMIT.toNanos();
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() < end) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                work.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes in the best " + ROUNDS + " rounds");
    }

    private static Plan plan(Pass pass, Epilogue epilogue, Shape shape, ForkJoinPool pool) {
        Plan.Signature signature =
                new Plan.Signature(pass, shape, Layout.CHANNELS_FIRST, ElementType.FLOAT32, epilogue);
        return new Plan(signature, IDLE, Execution.threads(pool));
    }

    private static Tensor tensor(Shape shape) {
        return Tensor.allocate(Arena.ofAuto(), shape, Layout.CHANNELS_FIRST);
    }

    /** To find a plan allocates nothing either. */
    @Test
    void askingForAPlanThatIsKeptAllocatesNothing() {
        Plans plans = new Plans(null);
        Tensor large = tensor(Shape.of(8, 16, 14, 14));
        Tensor small = tensor(Shape.of(3, 16, 14, 14));
        assertNoBytes(() -> {
            plans.of(Pass.TRAIN, large, Epilogue.NONE);
            plans.of(Pass.TRAIN, small, Epilogue.NONE);
            plans.of(Pass.BACKWARD, large, Epilogue.NONE);
            plans.of(Pass.BACKWARD, small, Epilogue.NONE);
        });
    }
}
