package org.lanewise.exec;

/** What comes between a reduction and the elementwise operation that takes its result. */
@FunctionalInterface
public interface Between {
    /**
     * Makes some channels' coefficients from their sums. May be called at the same time for other channels; each is
     * asked for once.
     *
     * @param from the first channel
     * @param to the channel after the last
     */
    void coefficients(int from, int to);
}
