package org.lanewise.app.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** One JSON document on the output. */
final class Json {
    private static final JSON WRITER = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    /** Prints a document of maps, lists, numbers, strings and booleans, in the order of the maps. */
    static void print(PrintWriter out, Map<String, Object> document) {
        try {
            out.println(WRITER.asString(document));
        } catch (IOException e) {
            throw new UncheckedIOException("a string can always be written to", e);
        }
    }
}
