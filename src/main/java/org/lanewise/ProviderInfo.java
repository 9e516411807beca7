package org.lanewise;

import org.lanewise.exec.Provider;

/**
 * The provider of this JVM's kernels, and why it was chosen. The vector kernels are chosen where the module
 * {@code jdk.incubator.vector} is there, C2 runs, and vectors have at least 128 bits; else the scalar ones, with one
 * warning in the log {@code org.lanewise}. Both give the same bits. The system property {@code lanewise.provider} can
 * force either: {@code scalar}, {@code vector}, or {@code auto}, the default. Immutable.
 *
 * @param name {@code scalar} or {@code vector}
 * @param vectorBits the size of a vector in bits; 0 for scalar
 * @param reason why this provider was chosen, in a short English text
 */
public record ProviderInfo(String name, int vectorBits, String reason) {
    /**
     * The provider of this JVM. It is chosen once: when the first layer is made, or at the first call of this method.
     * Safe for use by many threads.
     *
     * @throws IllegalStateException if the property {@code lanewise.provider} names no provider, or one that can't run
     *     here
     */
    public static ProviderInfo current() {
        Provider provider = Provider.active();
        return new ProviderInfo(provider.name(), provider.vectorBits(), provider.reason());
    }
}
