package org.lanewise.testing;

import org.lanewise.BatchNorm1d;
import org.lanewise.ProviderInfo;

/** Makes a layer and prints its provider: what a {@link ChildJvm} runs. */
public final class ProviderMain {
    private ProviderMain() {}

    /** Prints name and vector width, twice, as a second use is no second choice. */
    public static void main(String[] arguments) {
        for (int i = 0; i < 2; i++) {
            try {
                BatchNorm1d layer = new BatchNorm1d(1);
                ProviderInfo info = ProviderInfo.current();
                System.out.println(
                        layer.channels() + " " + info.name() + " " + info.vectorBits() + " " + info.reason());
            } catch (IllegalStateException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
