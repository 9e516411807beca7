package org.lanewise.app.image;

import java.util.List;
import java.util.stream.Collectors;

/** Numbers as people write them. */
final class Numbers {
    private Numbers() {}

    /** With spaces between them, whole ones without a point. */
    static String text(List<Double> numbers) {
        return numbers.stream().map(Numbers::text).collect(Collectors.joining(" "));
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
