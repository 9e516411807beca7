package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a command left behind.
 *
 * @param status its exit status
 * @param out what it said
 * @param err what was wrong
 */
record CommandRun(int status, String out, String err) {
    /** A command where the system has no data set. */
    static CommandRun of(Object... args) {
        return in(Path.of("no-data"), Stream.of(args).map(Object::toString).toArray(String[]::new));
    }

    /** A command where the system's data set is in a folder. */
    static CommandRun in(Path systemData, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Lanewise.run(new PrintWriter(out, true), new PrintWriter(err, true), systemData, args);
        return new CommandRun(status, out.toString(), err.toString());
    }

    /** The document of a command that went well. */
    Map<String, Object> json() throws IOException {
        assertEquals("", err);
        return JSON.std.mapFrom(out);
    }

    /** The rows of its layers. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> layers() throws IOException {
        return (List<Map<String, Object>>) json().get("layers");
    }

    void assertRefused(String line) {
        assertEquals(line + System.lineSeparator(), err);
        assertEquals(2, status);
        assertEquals("", out);
    }

    void assertRefusedWith(String... parts) {
        assertEquals(2, status, err + out);
        assertEquals(1, err.lines().count(), err);
        for (String part : parts) {
            assertTrue(err.contains(part), err);
        }
    }
}
