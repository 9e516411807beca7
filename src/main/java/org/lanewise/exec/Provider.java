package org.lanewise.exec;

import java.lang.System.Logger.Level;
import org.lanewise.kernel.Kernels;
import org.lanewise.kernel.scalar.ScalarKernels;

/**
 * The choice of a provider, made once per JVM, when the first layer is made: the vector kernels where the module is there
 * and C2 compiles them, else the scalar ones with one line in the log that says what to do.
 *
 * @param kernels the chosen provider's
 * @param reason why it was chosen, for a person to read
 */
public record Provider(Kernels kernels, String reason) {
    /** The system property that forces a provider: scalar, vector, or auto, its default. */
    public static final String PROPERTY = "lanewise.provider";

    /** The kernels become ones that are {@link CompiledApart}. */
    public Provider {
        kernels = new CompiledApart(kernels);
    }

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String MODULE_MISSING =
            "the module " + VECTOR_MODULE + " is not there; start Java with --add-modules " + VECTOR_MODULE;
    private static final int MIN_BITS = 128;
    private static final String VECTOR_KERNELS = "org.lanewise.kernel.vector.VectorKernels";

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

    private static Provider choose(String forced) {
        return switch (forced) {
            case "auto" -> automatic();
            case "scalar" -> new Provider(new ScalarKernels(), "forced by -D" + PROPERTY + "=scalar");
            case "vector" -> forcedVector();
            default -> throw new IllegalStateException(PROPERTY + ": " + forced + ", must be auto, scalar or vector");
        };
    }

    private static Provider forcedVector() {
        String vector = PROPERTY + ": vector is forced, but ";
        if (!hasVectorModule()) {
            throw new IllegalStateException(vector + MODULE_MISSING);
        }
        Kernels kernels = vectorKernels();
        if (kernels.vectorBits() < MIN_BITS) {
            throw new IllegalStateException(vector + tooNarrow(kernels));
        }
        return new Provider(kernels, "forced by -D" + PROPERTY + "=vector");
    }

    private static Provider automatic() {
        if (!hasVectorModule()) {
            return fallback(MODULE_MISSING);
        }
        if (!hasC2()) {
            return fallback("this JVM runs without its optimizing compiler (-Xint or -XX:TieredStopAtLevel=1), where vector "
                    + "code is very slow");
        }
        Kernels vector = vectorKernels();
        if (vector.vectorBits() < MIN_BITS) {
            return fallback(tooNarrow(vector));
        }
        return new Provider(vector, "vectors of " + vector.vectorBits() + " bits");
    }

    private static Provider fallback(String reason) {
        System.getLogger("org.lanewise").log(Level.WARNING, "Lanewise uses its scalar kernels: " + reason);
        return new Provider(new ScalarKernels(), reason);
    }

    private static String tooNarrow(Kernels kernels) {
        return "vectors have " + kernels.vectorBits() + " bits here, fewer than " + MIN_BITS;
    }

    private static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    private static boolean hasC2() {
        String vm = System.getProperty("java.vm.info", "");
        return !vm.contains("interpreted") && !vm.contains("client");
    }

    /** By name, so that no class that imports the module is loaded where the module is missing. */
    private static Kernels vectorKernels() {
        try {
            return (Kernels) Class.forName(VECTOR_KERNELS).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector kernels can't be loaded: " + e, e);
        }
    }
}
