package org.lanewise.app.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One JSON document on the output. */
final class Json {
    private static final JSON WRITER =
            JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES);

    private Json() {}

    /** Prints a document of maps, lists, numbers, strings and booleans, in the order of the maps. */
    static void print(PrintWriter out, Map<String, Object> document) {
        try {
            out.println(WRITER.asString(document));
        } catch (IOException e) {
            throw new UncheckedIOException("a string can always be written to", e);
        }
    }

    /** A number; null for what JSON has no word for, the infinite and NaN. */
    static Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Numbers, null among them. */
    static List<Double> numbers(double[] values) {
        return Arrays.stream(values).mapToObj(Json::number).toList();
    }
}
