package org.lanewise.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What is timed. */
public enum Pass {
    /** y from x and its own statistics: x is read twice. */
    TRAIN(3),
    /** y from x and given statistics. */
    INFER(2),
    /** dx from x and dy, which are both read twice. */
    BACKWARD(5),
    /** {@link #TRAIN} that writes y over x. */
    TRAIN_IN_PLACE(TRAIN, 0),
    /** {@link #INFER} that writes y over x. */
    INFER_IN_PLACE(INFER, 0),
    /** {@link #BACKWARD} that writes dx over dy. */
    BACKWARD_IN_PLACE(BACKWARD, 0),
    /** {@link #TRAIN}, then y = max(0, y + r): r is read too. */
    TRAIN_ADD_RELU(TRAIN, 1),
    /** {@link #INFER}, then y = max(0, y + r). */
    INFER_ADD_RELU(INFER, 1),
    /**
     * dx and r's gradient of {@link #TRAIN_ADD_RELU}: dy where y is above 0, else 0. It is written, and then read in
     * place of dy.
     */
    BACKWARD_ADD_RELU(BACKWARD, 1);

    /** Batch normalization alone, which every engine has. */
    public static final List<Pass> PLAIN = List.of(TRAIN, INFER, BACKWARD);

    private final Pass plain;
    private final int walks;

    Pass(int walks) {
        plain = this;
        this.walks = walks;
    }

    /** With more tensors that are read or written: r, or its gradient. */
    Pass(Pass plain, int more) {
        this.plain = plain;
        walks = plain.walks + more;
    }

    /** As options and tables call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is more than batch normalization. */
    public boolean isFused() {
        return walks > plain.walks;
    }

    /** Whether the output takes the place of an input. */
    public boolean isInPlace() {
        return plain != this && !isFused();
    }

    /** The batch normalization in it. */
    public Pass plain() {
        return plain;
    }

    /** The pass that also adds and activates. */
    Pass fused() {
        return variant(Pass::isFused);
    }

    /** The pass that writes its output over its input. */
    Pass inPlace() {
        return variant(Pass::isInPlace);
    }

    private Pass variant(Predicate<Pass> kind) {
        return Arrays.stream(values())
                .filter(pass -> pass.plain == plain && kind.test(pass))
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
