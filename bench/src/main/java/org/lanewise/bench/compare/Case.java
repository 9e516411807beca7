package org.lanewise.bench.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * One line of the comparison.
 *
 * @param shape N, C, spatial
 * @param layout in memory
 * @param type of the elements
 * @param pass what is timed
 */
public record Case(Shape shape, Layout layout, ElementType type, Pass pass) {
    /** Of float32. */
    public Case(Shape shape, Layout layout, Pass pass) {
        this(shape, layout, ElementType.FLOAT32, pass);
    }

    /** The layout, as options and tables call it: nchw, nhwc, or nc where there is but one. */
    public String layoutLabel() {
        if (shape.spatial() == 1) {
            return "nc";
        }
        return layout == Layout.CHANNELS_FIRST ? "nchw" : "nhwc";
    }

    /** {@link #label} of the type. */
    public String typeLabel() {
        return label(type);
    }

    /** What options and tables call a type. */
    public static String label(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** The type of a label. */
    static Optional<ElementType> type(String label) {
        return Arrays.stream(ElementType.values())
                .filter(type -> label(type).equals(label))
                .findFirst();
    }

    /**
     * The case that words stand for.
     *
     * @param shape as {@link StandardShapes#parse} takes it
     * @param layout a {@link #layoutLabel}
     * @param type a {@link #typeLabel}
     * @param pass a label of {@link Pass}
     * @throws IllegalArgumentException if a word is another
     */
    static Case parse(String shape, String layout, String type, String pass) {
        return new Case(
                StandardShapes.parse(shape),
                layout.equals("nhwc") ? Layout.CHANNELS_LAST : Layout.CHANNELS_FIRST,
                type(type).orElseThrow(() -> new IllegalArgumentException("type: " + type)),
                Pass.valueOf(pass.toUpperCase(Locale.ROOT)));
    }

    /** What is read and written, see {@link Pass#walks}. */
    public long bytes() {
        return shape.elements() * type.bytes() * pass.walks();
    }

    @Override
    public String toString() {
        return shape + " " + layoutLabel() + " " + (type == ElementType.FLOAT32 ? "" : typeLabel() + " ")
                + pass.label();
    }
}
