package org.lanewise.bench.compare;

import java.util.Locale;

/** What is timed. */
public enum Pass {
    /** y from x and its own statistics: x is read twice. */
    TRAIN(3),
    /** y from x and given statistics. */
    INFER(2),
    /** dx from x and dy, which are both read twice. */
    BACKWARD(5);

    private final int walks;

    Pass(int walks) {
        this.walks = walks;
    }

    /** As options and tables call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The reads and writes of whole tensors, each as if from memory. Where the second read comes from the cache, the bytes per
     * second that follow from this may exceed what the memory has.
     */
    public int walks() {
        return walks;
    }
}
