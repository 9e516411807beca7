package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lanewise.ProviderInfo;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;

/**
 * What trainings rest on, and what all reports of them say about it.
 *
 * @param out where they say it
 * @param source where the images are from
 * @param images what is learned from, and tested with
 * @param threads how many work
 */
record Basis(PrintWriter out, DataSource source, Dataset images, int threads) {
    /** Prints what the images are, in lines that begin with a label of some columns. */
    void printImages(int columns) {
        out.printf(
                "%-" + columns + "s%s:%n%s%d images to learn from, %d to test with%n",
                "data",
                source.description(),
                " ".repeat(columns),
                images.train().count(),
                images.test().count());
    }

    /** A document that begins with the images. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", source.description());
        document.put("trainImages", images.train().count());
        document.put("testImages", images.test().count());
        return document;
    }

    /** Adds by what it was computed. */
    void putExecution(Map<String, Object> document) {
        ProviderInfo provider = ProviderInfo.current();
        document.put("threads", threads);
        document.put("provider", provider.name());
        document.put("vectorBits", provider.vectorBits());
    }
}
