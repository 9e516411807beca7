package org.lanewise.exec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumMap;
import java.util.Map;
import org.lanewise.kernel.Geometry;
import org.lanewise.kernel.Kernel;
import org.lanewise.kernel.Kernels;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Operation;
import org.lanewise.kernel.Scratch;

/**
 * A provider's kernels behind a call that C2 can't see through. Inlined into a service's deep stack, a kernel would pass the
 * limits of inlining (15 levels) in the middle of the vector operations, which then box every vector and are ten times slower.
 * Behind the barrier a kernel is compiled by itself, and the same in all programs. The call takes some nanoseconds, once a unit.
 */
final class CompiledApart implements Kernels {
    private final Kernels kernels;
    private final Map<Operation, Map<Geometry, Kernel>> apart = new EnumMap<>(Operation.class);

    CompiledApart(Kernels kernels) {
        this.kernels = kernels;
        for (Operation operation : Operation.values()) {
            Map<Geometry, Kernel> byGeometry = new EnumMap<>(Geometry.class);
            for (Geometry geometry : Geometry.values()) {
                byGeometry.put(geometry, new Barrier(kernels.get(operation, geometry)));
            }
            apart.put(operation, byGeometry);
        }
    }

    @Override
    public String name() {
        return kernels.name();
    }

    @Override
    public int vectorBits() {
        return kernels.vectorBits();
    }

    @Override
    public Kernel get(Operation operation, Geometry geometry) {
        return apart.get(operation).get(geometry);
    }

    @Override
    public String toString() {
        return kernels + ", compiled apart";
    }

    private static final class Barrier implements Kernel {
        private static final MethodHandle RUN;

        static {
            try {
                RUN = MethodHandles.lookup()
                        .findVirtual(
                                Kernel.class,
                                "run",
                                MethodType.methodType(void.class, Operands.class, int.class, Scratch.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        /** The target of a handle that is no constant is unknown to C2. A field that never changes is none, as long as this is no record. */
        private final MethodHandle kernel;

        Barrier(Kernel kernel) {
            this.kernel = RUN.bindTo(kernel);
        }

        @Override
        public void run(Operands operands, int unit, Scratch scratch) {
            try {
                kernel.invokeExact(operands, unit, scratch);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable t) {
                throw new AssertionError("kernels throw no checked exception", t);
            }
        }
    }
}
