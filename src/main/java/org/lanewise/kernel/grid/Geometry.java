package org.lanewise.kernel.grid;

/** How the elements of one channel lie in memory. */
public enum Geometry {
    /** As runs of consecutive elements, a run a sample: {@link Planes}. */
    PLANES,
    /** As a column of a matrix whose rows are consecutive in memory: {@link Rows}. */
    ROWS
}
