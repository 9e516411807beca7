package org.lanewise.kernel;

import java.util.Locale;
import org.lanewise.kernel.c2.SliceWarmUp;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operands;
import org.lanewise.tensor.ElementType;

/** The kernels of each provider. */
public final class KernelSets {
    private KernelSets() {}

    /**
     * A provider's kernels, by names, so that no class that imports jdk.incubator.vector is loaded where that module is missing. Those
     * for float32 are in the provider's package, those for another type in a package of the type's name beside it; the
     * extended ones in a package of that name below the provider's, in the same way.
     *
     * @param provider scalar or vector
     * @param extended whether channels have powers of their own: see {@link Operands.Floats}
     * @throws IllegalStateException if they can't be loaded
     */
    public static Kernels load(String provider, ElementType type, boolean extended) {
        String folder = (extended ? ".extended" : "")
                + (type == ElementType.FLOAT32 ? "" : "." + type.name().toLowerCase(Locale.ROOT));
        String name = provider.substring(0, 1).toUpperCase(Locale.ROOT) + provider.substring(1) + "Kernels";
        try {
            Kernels kernels = (Kernels) Class.forName("org.lanewise.kernel." + provider + folder + "." + name).getConstructor().newInstance();
            if (kernels.vectorBits() > 0) {
                SliceWarmUp.prepare();
            }
            return kernels;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the " + provider + " kernels can't be loaded: " + e, e);
        }
    }
}
