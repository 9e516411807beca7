package org.lanewise.app.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * An array of a network's state, with its shape.
 *
 * @param shape the size of each axis
 * @param values in row-major order; the array itself
 */
public record Weights(List<Integer> shape, float[] values) {
    /**
     * An array with its shape.
     *
     * @throws IllegalArgumentException if there are not as many values as the shape has
     */
    public Weights {
        shape = List.copyOf(shape);
        long count = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (count != values.length) {
            throw new IllegalArgumentException("values: " + values.length + ", must be " + count + " for " + shape);
        }
    }

    /** Where the element of that index is, as in [2, 0, 1]; nothing for an array without axes. */
    public String place(int index) {
        List<Integer> place = new ArrayList<>();
        int rest = index;
        for (int size : shape.reversed()) {
            place.addFirst(rest % size);
            rest /= size;
        }
        return place.isEmpty() ? "" : place.toString();
    }
}
