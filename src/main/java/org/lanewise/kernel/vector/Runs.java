package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;

/**
 * How a run is walked by elementwise kernels: {@code for (int i = 0, whole = Runs.whole(last); i != whole; i += WIDTH)}, where the last
 * vector, which may overlap the one before, comes first. A loop whose condition is {@code !=} is none that C2 counts, so that it is
 * left as it is written: a short run is done before an unrolled loop would have begun, and from memory, where an unrolled loop
 * loads several vectors and then stores several, each store right after its load is faster.
 */
final class Runs {
    private Runs() {}

    /** The first multiple of {@link Float32Vectors#WIDTH} from an index on. */
    static int whole(int last) {
        return last + WIDTH - 1 & -WIDTH;
    }
}
