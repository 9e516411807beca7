package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.vector.float32.Float32Vectors.WIDTH;

/**
 * How elementwise kernels walk a run: {@code for (int i = 0, whole = Runs.whole(last); i != whole; i += WIDTH)}, after
 * the last vector, which may overlap the one before.
 *
 * <p>To C2 a loop with the condition {@code !=} is not counted, so it does not unroll it. A short run ends before an
 * unrolled loop would begin. In memory an unrolled loop asks for more at a time than is good. In the cache a counted
 * loop is faster where an iteration has many bounds to check, because only a counted loop checks them beforehand: long
 * runs with three tensors, and rows with their parameters.
 */
final class Runs {
    /** The fewest elements of a long run. */
    static final int LONG = 1 << 10;

    private Runs() {}

    /** The elements of a run in whole pairs of vectors. */
    static int pairs(int length) {
        return length & -2 * WIDTH;
    }

    /** The first multiple of {@link Float32Vectors#WIDTH} from an index on. */
    static int whole(int last) {
        return last + WIDTH - 1 & -WIDTH;
    }
}
