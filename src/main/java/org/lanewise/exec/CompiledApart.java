package org.lanewise.exec;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.lanewise.kernel.c2.Barrier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;

/**
 * A provider's kernels, each behind a {@link Barrier}. Inlined into a service's deep stack, a kernel would pass the
 * limits of inlining (15 levels) in the middle of the vector operations. Compiled by itself it is the same in all
 * programs. The call takes some nanoseconds, once a unit.
 *
 * <p>A kernel is made when it is first asked for: its classes take time to load, and a program needs few of them.
 */
final class CompiledApart implements Kernels {
    /** A way to get a kernel: one of {@link Kernels}' methods. */
    private interface Source {
        Kernel get(Kernels kernels, Operation operation, Geometry geometry);
    }

    private static final int GEOMETRIES = Geometry.values().length;
    private static final int COUNT = Operation.values().length * GEOMETRIES;

    private final Kernels kernels;
    private final Kernels starters;
    private final AtomicReferenceArray<Kernel> plain = new AtomicReferenceArray<>(COUNT);
    private final AtomicReferenceArray<Kernel> extended = new AtomicReferenceArray<>(COUNT);

    /** With the scalar twins that work until a kernel is compiled, unless they are null. */
    CompiledApart(Kernels kernels, Kernels starters) {
        this.kernels = kernels;
        this.starters = starters;
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
        Kernel kernel = plain.get(index(operation, geometry));
        return kernel != null ? kernel : make(plain, Kernels::get, operation, geometry);
    }

    @Override
    public Kernel extended(Operation operation, Geometry geometry) {
        Kernel kernel = extended.get(index(operation, geometry));
        return kernel != null ? kernel : make(extended, Kernels::extended, operation, geometry);
    }

    private static int index(Operation operation, Geometry geometry) {
        return operation.ordinal() * GEOMETRIES + geometry.ordinal();
    }

    /** Synchronized, so that no barrier is made, and compiled, twice. */
    private synchronized Kernel make(
            AtomicReferenceArray<Kernel> made, Source source, Operation operation, Geometry geometry) {
        int index = index(operation, geometry);
        if (made.get(index) == null) {
            Kernel kernel = new Barrier(source.get(kernels, operation, geometry));
            if (starters != null) {
                Kernel twin = new Barrier(source.get(starters, operation, geometry));
                kernel = new Starter(twin, kernel, System::nanoTime);
            }
            made.set(index, kernel);
        }
        return made.get(index);
    }

    @Override
    public String toString() {
        return kernels + ", compiled apart";
    }
}
