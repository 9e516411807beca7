package org.lanewise.exec;

import java.lang.System.Logger.Level;
import java.lang.module.ModuleFinder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.lanewise.kernel.KernelSets;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.tensor.ElementType;

/**
 * The choice of a provider, made once per JVM, when the first layer is made: the vector kernels where the module is
 * there and C2 compiles them, else the scalar ones with one line in the log that says what to do.
 */
public final class Provider {
    /** The system property that forces a provider: scalar, vector, or auto, its default. */
    public static final String PROPERTY = "lanewise.provider";

    private static final String SCALAR = "scalar";
    private static final String VECTOR = "vector";
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final int MIN_BITS = 128;

    private final String name;
    private final int vectorBits;
    private final String reason;

    /** Whether scalar kernels work until the vector kernels are compiled. Not where these are forced. */
    private final boolean starts;

    /** By the type's ordinal number; made when a type is first used, as its classes take time to load. */
    private final AtomicReferenceArray<Kernels> kernels = new AtomicReferenceArray<>(ElementType.values().length);

    private Provider(String name, int vectorBits, String reason, boolean starts) {
        this.name = name;
        this.vectorBits = vectorBits;
        this.reason = reason;
        this.starts = starts;
    }

    /** Loaded at the first use of {@link #active}, so that a property set by a main method counts. */
    private static final class Holder {
        static final Provider ACTIVE;
        static final String REFUSAL;

        static {
            Provider active = null;
            String refusal = null;
            try {
                active = choose(System.getProperty(PROPERTY, "auto"));
            } catch (IllegalStateException e) {
                refusal = e.getMessage();
            }
            ACTIVE = active;
            REFUSAL = refusal;
        }
    }

    /**
     * The provider of this JVM.
     *
     * @throws IllegalStateException if the property forces one that can't be had, or names none
     */
    public static Provider active() {
        if (Holder.ACTIVE == null) {
            throw new IllegalStateException(Holder.REFUSAL);
        }
        return Holder.ACTIVE;
    }

    /** Its kernels for a type, which are {@link CompiledApart}. */
    public Kernels kernels(ElementType type) {
        Kernels made = kernels.get(type.ordinal());
        return made != null ? made : make(type);
    }

    /** Synchronized, so that no kernel is made, and compiled, twice. */
    private synchronized Kernels make(ElementType type) {
        if (kernels.get(type.ordinal()) == null) {
            Kernels starters = starts ? KernelSets.load(SCALAR, type) : null;
            kernels.set(type.ordinal(), new CompiledApart(KernelSets.load(name, type), starters));
        }
        return kernels.get(type.ordinal());
    }

    /** The name by which it is forced. */
    public String name() {
        return name;
    }

    /** The bits of one vector, 0 where there are none. */
    public int vectorBits() {
        return vectorBits;
    }

    /** Why it was chosen, for a person to read. */
    public String reason() {
        return reason;
    }

    private static Provider choose(String forced) {
        return switch (forced) {
            case "auto" -> automatic();
            case SCALAR -> new Provider(SCALAR, 0, "forced by -D" + PROPERTY + "=scalar", false);
            case VECTOR -> forcedVector();
            default -> throw new IllegalStateException(PROPERTY + ": " + forced + ", must be auto, scalar or vector");
        };
    }

    private static Provider forcedVector() {
        String vector = PROPERTY + ": vector is forced, but ";
        if (!hasVectorModule()) {
            throw new IllegalStateException(vector + moduleMissing());
        }
        int bits = vectorBitsHere();
        if (bits < MIN_BITS) {
            throw new IllegalStateException(vector + tooNarrow(bits));
        }
        return new Provider(VECTOR, bits, "forced by -D" + PROPERTY + "=vector", false);
    }

    private static Provider automatic() {
        if (!hasVectorModule()) {
            return fallback(moduleMissing());
        }
        if (!OptimizingCompiler.isThere()) {
            return fallback("this JVM runs without its optimizing compiler (-Xint or -XX:TieredStopAtLevel below 4), "
                    + "where vector code is very slow");
        }
        try {
            int bits = vectorBitsHere();
            return bits < MIN_BITS
                    ? fallback(tooNarrow(bits))
                    : new Provider(VECTOR, bits, "vectors of " + bits + " bits", true);
        } catch (LinkageError e) {
            return fallback("the Vector API of this JDK is not the one that Lanewise was built for: " + e);
        }
    }

    private static Provider fallback(String reason) {
        System.getLogger("org.lanewise").log(Level.WARNING, "Lanewise uses its scalar kernels: " + reason);
        return new Provider(SCALAR, 0, reason, false);
    }

    /** Asked before kernels for all types are made, some of which need vectors of a certain width to exist. */
    private static int vectorBitsHere() {
        return KernelSets.load(VECTOR, ElementType.FLOAT32).vectorBits();
    }

    private static String tooNarrow(int bits) {
        return "vectors have " + bits + " bits here, fewer than " + MIN_BITS;
    }

    private static String moduleMissing() {
        return ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent()
                ? "the module " + VECTOR_MODULE + " is not there; start Java with --add-modules " + VECTOR_MODULE
                : "this JDK has no module " + VECTOR_MODULE + ", whose Vector API the others use";
    }

    private static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }
}
