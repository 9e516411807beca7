package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;

/**
 * How a run is walked by elementwise kernels: {@code for (int i = 0, whole = Runs.whole(last); i != whole; i += WIDTH)}, after the last
 * vector, which may overlap the one before. A loop whose condition is {@code !=} is none that C2 counts, so that it is left as it is
 * written: a short run is done before an unrolled loop would have begun, and in memory an unrolled one asks for more at a time than
 * is good. In the cache a counted loop is faster where an iteration has many bounds to check, which it alone does beforehand: long
 * runs with three tensors, and rows with their parameters.
 */
final class Runs {
    /** The elements from where on a run is long. */
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
