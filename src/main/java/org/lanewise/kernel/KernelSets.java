package org.lanewise.kernel;

import org.lanewise.kernel.c2.SliceWarmUp;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.tensor.ElementType;

/**
 * The kernels of each provider and element type. No class that imports the Vector API is loaded before its kernels are
 * asked for: a JVM without that module runs the scalar ones.
 */
public final class KernelSets {
    private KernelSets() {}

    /**
     * A provider's kernels for an element type.
     *
     * @param provider scalar or vector
     */
    public static Kernels load(String provider, ElementType type) {
        return switch (provider) {
            case "scalar" -> scalar(type);
            case "vector" -> {
                SliceWarmUp.prepare();
                yield vector(type);
            }
            default -> throw new IllegalArgumentException("provider: " + provider + ", must be scalar or vector");
        };
    }

    private static Kernels scalar(ElementType type) {
        return switch (type) {
            case FLOAT32 -> new org.lanewise.kernel.scalar.float32.ScalarKernels();
            case FLOAT64 -> new org.lanewise.kernel.scalar.float64.ScalarKernels();
            case BFLOAT16 -> new org.lanewise.kernel.scalar.bfloat16.ScalarKernels();
            case FLOAT16 -> new org.lanewise.kernel.scalar.float16.ScalarKernels();
        };
    }

    private static Kernels vector(ElementType type) {
        return switch (type) {
            case FLOAT32 -> new org.lanewise.kernel.vector.float32.VectorKernels();
            case FLOAT64 -> new org.lanewise.kernel.vector.float64.VectorKernels();
            case BFLOAT16 -> new org.lanewise.kernel.vector.bfloat16.VectorKernels();
            case FLOAT16 -> new org.lanewise.kernel.vector.float16.VectorKernels();
        };
    }
}
