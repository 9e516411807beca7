package org.lanewise.exec;

import java.lang.System.Logger.Level;
import org.lanewise.kernel.Kernels;
import org.lanewise.kernel.scalar.ScalarKernels;

/**
 * The choice of a provider, made once per JVM, when the first layer is made: the vector kernels where the module is there
 * and C2 compiles them, else the scalar ones with one line in the log that says what to do.
 *
 * @param kernels the chosen provider
 * @param reason why it was chosen, for a person to read
 */
public record Provider(Kernels kernels, String reason) {
    /** The system property that forces a provider: scalar, vector, or auto, its default. */
    public static final String PROPERTY = "lanewise.provider";

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String VECTOR_KERNELS = "org.lanewise.kernel.vector.VectorKernels";

    /** Loaded at the first use of {@link #active}, so that a property set by a main method counts. */
    private static final class Holder {
        static final Provider ACTIVE = choose(System.getProperty(PROPERTY, "auto"));
    }

    /**
     * The provider of this JVM.
     *
     * @throws IllegalStateException if the property forces one that can't be had, or names none
     */
    public static Provider active() {
        try {
            return Holder.ACTIVE;
        } catch (ExceptionInInitializerError e) {
            throw (RuntimeException) e.getCause();
        } catch (NoClassDefFoundError e) {
            // The first call has thrown the reason; this is a later one.
            throw new IllegalStateException(PROPERTY + ": the provider that it forces can't be had", e);
        }
    }

    static Provider choose(String forced) {
        return switch (forced) {
            case "auto" -> automatic();
            case "scalar" -> new Provider(new ScalarKernels(), "forced by -D" + PROPERTY + "=scalar");
            case "vector" -> {
                if (!hasVectorModule()) {
                    throw new IllegalStateException(PROPERTY + ": vector is forced, but the module " + VECTOR_MODULE
                            + " is not there; start Java with --add-modules " + VECTOR_MODULE);
                }
                yield new Provider(vectorKernels(), "forced by -D" + PROPERTY + "=vector");
            }
            default -> throw new IllegalStateException(PROPERTY + ": " + forced + ", must be auto, scalar or vector");
        };
    }

    private static Provider automatic() {
        if (!hasVectorModule()) {
            return fallback("the module " + VECTOR_MODULE + " is not there; for vector speed start Java with --add-modules "
                    + VECTOR_MODULE);
        }
        if (!hasC2()) {
            return fallback("this JVM runs without its optimizing compiler (-Xint, -client or -XX:TieredStopAtLevel), where "
                    + "vector code is very slow");
        }
        Kernels vector = vectorKernels();
        if (vector.vectorBits() < 128) {
            return fallback("this processor has vectors of " + vector.vectorBits() + " bits, fewer than 128");
        }
        return new Provider(vector, "vectors of " + vector.vectorBits() + " bits");
    }

    private static Provider fallback(String reason) {
        System.getLogger("org.lanewise").log(Level.WARNING, "Lanewise uses its scalar kernels: " + reason);
        return new Provider(new ScalarKernels(), reason);
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
