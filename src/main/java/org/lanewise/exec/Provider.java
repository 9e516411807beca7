package org.lanewise.exec;

import java.lang.System.Logger.Level;
import java.lang.module.ModuleFinder;
import java.util.EnumMap;
import java.util.Map;
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

    private final Map<ElementType, Kernels> kernels = new EnumMap<>(ElementType.class);
    private final String reason;

    private Provider(String name, String reason) {
        for (ElementType type : ElementType.values()) {
            kernels.put(type, new CompiledApart(KernelSets.load(name, type)));
        }
        this.reason = reason;
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
        return kernels.get(type);
    }

    /** The name by which it is forced. */
    public String name() {
        return kernels(ElementType.FLOAT32).name();
    }

    /** The bits of one vector, 0 where there are none. */
    public int vectorBits() {
        return kernels(ElementType.FLOAT32).vectorBits();
    }

    /** Why it was chosen, for a person to read. */
    public String reason() {
        return reason;
    }

    private static Provider choose(String forced) {
        return switch (forced) {
            case "auto" -> automatic();
            case SCALAR -> new Provider(SCALAR, "forced by -D" + PROPERTY + "=scalar");
            case VECTOR -> forcedVector();
            default -> throw new IllegalStateException(PROPERTY + ": " + forced + ", must be auto, scalar or vector");
        };
    }

    private static Provider forcedVector() {
        String vector = PROPERTY + ": vector is forced, but ";
        if (!hasVectorModule()) {
            throw new IllegalStateException(vector + moduleMissing());
        }
        if (vectorBitsHere() < MIN_BITS) {
            throw new IllegalStateException(vector + tooNarrow(vectorBitsHere()));
        }
        return new Provider(VECTOR, "forced by -D" + PROPERTY + "=vector");
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
            return bits < MIN_BITS ? fallback(tooNarrow(bits)) : new Provider(VECTOR, "vectors of " + bits + " bits");
        } catch (LinkageError e) {
            return fallback("the Vector API of this JDK is not the one that Lanewise was built for: " + e);
        }
    }

    private static Provider fallback(String reason) {
        System.getLogger("org.lanewise").log(Level.WARNING, "Lanewise uses its scalar kernels: " + reason);
        return new Provider(SCALAR, reason);
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
