package org.lanewise;

import org.lanewise.exec.Provider;

/**
 * Which kernels this JVM runs, and why. The system property {@code lanewise.provider} forces them: {@code scalar},
 * {@code vector}, or {@code auto}, its default.
 *
 * @param name scalar or vector
 * @param vectorBits the bits of one vector; 0 for scalar
 * @param reason why these, for a person to read
 */
public record ProviderInfo(String name, int vectorBits, String reason) {
    /**
     * The choice of this JVM. It is made once, at the first call or the first layer.
     *
     * @throws IllegalStateException if the property forces kernels that can't be had, or names none
     */
    public static ProviderInfo current() {
        Provider provider = Provider.active();
        return new ProviderInfo(provider.name(), provider.vectorBits(), provider.reason());
    }
}
