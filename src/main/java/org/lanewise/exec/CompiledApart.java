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
 * limits of inlining (15 levels) in the middle of the vector operations. Compiled by itself it is the same in all
 * programs. The call takes some nanoseconds, once a unit.
 */
final class CompiledApart implements Kernels {
    /** A way to get a kernel: one of {@link Kernels}' methods. */
    private interface Source {
        Kernel get(Operation operation, Geometry geometry);
    }

    private final Kernels kernels;
    private final Map<Operation, Map<Geometry, Kernel>> plain = new EnumMap<>(Operation.class);

    /** Made when a first channel needs them: most JVMs never load the classes. */
    private volatile Map<Operation, Map<Geometry, Kernel>> extended;

    CompiledApart(Kernels kernels) {
        this.kernels = kernels;
        for (Operation operation : Operation.values()) {
            plain.put(operation, apart(operation, kernels::get));
        }
    }

    private static Map<Geometry, Kernel> apart(Operation operation, Source source) {
        Map<Geometry, Kernel> apart = new EnumMap<>(Geometry.class);
        for (Geometry geometry : Geometry.values()) {
            apart.put(geometry, new Barrier(source.get(operation, geometry)));
        }
        return apart;
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
        return plain.get(operation).get(geometry);
    }

    @Override
    public Kernel extended(Operation operation, Geometry geometry) {
        Map<Operation, Map<Geometry, Kernel>> made = extended;
        if (made == null) {
            made = makeExtended();
        }
        return made.get(operation).get(geometry);
    }

    /** Synchronized, so that no barrier is made, and compiled, twice. */
    private synchronized Map<Operation, Map<Geometry, Kernel>> makeExtended() {
        if (extended == null) {
            Map<Operation, Map<Geometry, Kernel>> made = new EnumMap<>(Operation.class);
            for (Operation operation : Operation.values()) {
                if (!operation.reduces()) {
                    made.put(operation, apart(operation, kernels::extended));
                }
            }
            extended = made;
        }
        return extended;
    }

    @Override
    public String toString() {
        return kernels + ", compiled apart";
    }
}
