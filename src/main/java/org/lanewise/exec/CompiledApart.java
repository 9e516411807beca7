package org.lanewise.exec;

import java.util.EnumMap;
import java.util.Map;
import org.lanewise.kernel.c2.Barrier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;

/**
 * A provider's kernels, each behind a {@link Barrier}. Inlined into a service's deep stack, a kernel would pass the
 * limits of inlining (15 levels) in the middle of the vector operations. Compiled by itself it is the same in all programs. The call takes
 * some nanoseconds, once a unit.
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
}
