package org.lanewise.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.lanewise.ProviderInfo;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;

/** What the JSON documents of all trainings have in common. */
final class Document {
    private Document() {}

    /** A document that begins with the images. */
    static Map<String, Object> of(DataSource source, Dataset images) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", source.description());
        document.put("trainImages", images.train().count());
        document.put("testImages", images.test().count());
        return document;
    }

    /** Adds by what it was computed. */
    static void putExecution(Map<String, Object> document, int threads, ProviderInfo provider) {
        document.put("threads", threads);
        document.put("provider", provider.name());
        document.put("vectorBits", provider.vectorBits());
    }
}
