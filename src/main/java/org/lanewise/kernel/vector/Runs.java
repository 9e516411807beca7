package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;

/**
 * How a run is walked. A loop whose condition is {@code !=} is none that C2 counts: it is left as it is written, and a few vectors
 * are done in it before a counted loop, with its part before and after the unrolled one, would have begun.
 */
final class Runs {
    /** The elements from where on a counted, unrolled loop is faster. */
    static final int LONG = 1 << 10;

    private Runs() {}

    /** The first multiple of {@link Float32Vectors#WIDTH} from an index on. */
    static int whole(int last) {
        return last + WIDTH - 1 & -WIDTH;
    }
}
