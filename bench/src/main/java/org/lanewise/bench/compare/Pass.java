package org.lanewise.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is timed. */
public enum Pass {
    /** y from x and its own statistics: x is read twice. */
    TRAIN(3),
    /** y from x and given statistics. */
    INFER(2),
    /** dx from x and dy, which are both read twice. */
    BACKWARD(5),
    /** {@link #TRAIN}, then y = max(0, y + r): r is read too. */
    TRAIN_ADD_RELU(TRAIN),
    /** {@link #INFER}, then y = max(0, y + r). */
    INFER_ADD_RELU(INFER),
    /**
     * dx and r's gradient of {@link #TRAIN_ADD_RELU}: dy where y is above 0, else 0. It is written, and then read in
     * place of dy.
     */
    BACKWARD_ADD_RELU(BACKWARD);

    /** Batch normalization alone, which every engine has. */
    public static final List<Pass> PLAIN = List.of(TRAIN, INFER, BACKWARD);

    private final Pass plain;
    private final int walks;

    Pass(int walks) {
        plain = this;
        this.walks = walks;
    }

    /** With one more tensor that is read or written: r, or its gradient. */
    Pass(Pass plain) {
        this.plain = plain;
        walks = plain.walks + 1;
    }

    /** As options and tables call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is more than batch normalization. */
    public boolean isFused() {
        return plain != this;
    }

    /** The batch normalization in it. */
    public Pass plain() {
        return plain;
    }

    /** The pass that also adds and activates. */
    Pass fused() {
        return Arrays.stream(values())
                .filter(pass -> pass.isFused() && pass.plain == plain)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The reads and writes of whole tensors, each as if from memory. Where the second read comes from the cache, the
     * bytes per second that follow from this may exceed what the memory has.
     */
    public int walks() {
        return walks;
    }
}
