package org.lanewise.bench.compare;

import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * One line of the comparison.
 *
 * @param shape N, C, spatial
 * @param layout in memory
 * @param pass what is timed
 */
public record Case(Shape shape, Layout layout, Pass pass) {
    /** The layout, as options and tables call it: nchw, nhwc, or nc where there is but one. */
    public String layoutLabel() {
        if (shape.spatial() == 1) {
            return "nc";
        }
        return layout == Layout.CHANNELS_FIRST ? "nchw" : "nhwc";
    }

    /** What is read and written, see {@link Pass#walks}. */
    public long bytes() {
        return shape.elements() * ElementType.FLOAT32.bytes() * pass.walks();
    }

    @Override
    public String toString() {
        return shape + " " + layoutLabel() + " " + pass.label();
    }
}
