package org.lanewise.kernel.c2;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;

/**
 * A kernel, or a method of one, behind a call that C2 can't see through, so that C2 compiles it by itself. C2 inlines
 * up to a number of levels and of nodes. Where it stops in the middle of vector operations, every vector there becomes
 * an object, and the code is ten times slower.
 */
public final class Barrier implements Kernel {
    private static final MethodHandle RUN;

    static {
        try {
            MethodType type = MethodType.methodType(void.class, Operands.class, int.class, Scratch.class);
            RUN = MethodHandles.lookup().findVirtual(Kernel.class, "run", type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * C2 doesn't know the target of a handle that is no constant. (In a record this field would be a constant to C2.)
     */
    private final MethodHandle kernel;

    /** A barrier before a kernel. */
    public Barrier(Kernel kernel) {
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
