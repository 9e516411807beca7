package org.lanewise.bench.compare;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.tensor.ElementType;

/**
 * A comparison as JSON: {@code series}, {@code environment}, {@code rounds}, {@code engines} (name to version),
 * {@code absent} (name to why), {@code cases} and {@code summary}. A case has {@code shape}, {@code layout},
 * {@code type}, {@code op}, {@code threads}, {@code bytes}, {@code gigabytesPerSecond} and per engine its
 * {@code microseconds} (the median), {@code ratio} (its time divided by ours), {@code rounds} (microseconds) and
 * {@code detail}; an engine whose output was wrong is in {@code failures}, with the reason.
 */
public final class Document {
    private static final JSON FORMAT = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Document() {}

    /**
     * Writes a comparison to a file.
     *
     * @throws IOException if that can't be done
     */
    public static void write(Comparison comparison, Path file) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("series", comparison.series());
        document.put("environment", comparison.environment());
        document.put("rounds", comparison.rounds());
        document.put("engines", comparison.engines());
        document.put("absent", comparison.absent());
        document.put("cases", comparison.rows().stream().map(Document::toMap).toList());
        document.put(
                "summary",
                Summary.of(comparison.rows()).stream().map(Document::toMap).toList());
        Files.writeString(file, FORMAT.asString(document) + "\n");
    }

    private static Map<String, Object> toMap(Row row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("shape", row.work().shape().toString());
        map.put("layout", row.work().layoutLabel());
        map.put("type", row.work().typeLabel());
        map.put("op", row.work().pass().label());
        map.put("threads", row.threads());
        map.put("bytes", row.work().bytes());
        row.gigabytesPerSecond(Engines.OURS).ifPresent(speed -> map.put("gigabytesPerSecond", speed));
        Map<String, Object> engines = new LinkedHashMap<>();
        row.times().forEach((name, rounds) -> {
            Map<String, Object> engine = new LinkedHashMap<>();
            engine.put("microseconds", row.micros(name).orElseThrow());
            row.ratio(name).ifPresent(ratio -> engine.put("ratio", ratio));
            engine.put("rounds", rounds);
            if (!row.detail(name).isEmpty()) {
                engine.put("detail", row.detail(name));
            }
            engines.put(name, engine);
        });
        map.put("engines", engines);
        if (!row.failures().isEmpty()) {
            map.put("failures", row.failures());
        }
        return map;
    }

    private static Map<String, Object> toMap(Summary line) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("op", line.pass().label());
        map.put("layout", line.layout());
        map.put("against", line.against());
        map.put("cases", line.cases());
        map.put("geometricMean", line.mean());
        map.put("worst", line.worst());
        map.put("where", line.worstShape());
        return map;
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IOException if it can't be read, or is something else
     */
    public static Comparison read(Path file) throws IOException {
        try {
            Map<String, Object> document = JSON.std.mapFrom(Files.readString(file));
            List<Row> rows = new ArrayList<>();
            for (Object row : (List<?>) document.get("cases")) {
                rows.add(row((Map<?, ?>) row));
            }
            Map<String, Object> environment = new LinkedHashMap<>();
            ((Map<?, ?>) document.get("environment")).forEach((name, value) -> environment.put((String) name, value));
            return new Comparison(
                    (String) document.get("series"),
                    environment,
                    ((Number) document.get("rounds")).intValue(),
                    strings(document.get("engines")),
                    strings(document.get("absent")),
                    rows);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException("not what bench/run compare --json writes (" + e.getMessage() + ")", e);
        }
    }

    private static Map<String, String> strings(Object map) {
        Map<String, String> strings = new LinkedHashMap<>();
        ((Map<?, ?>) map).forEach((name, value) -> strings.put((String) name, (String) value));
        return strings;
    }

    private static Row row(Map<?, ?> map) {
        // Documents of before there were other types name none.
        String type = map.get("type") instanceof String label ? label : Case.label(ElementType.FLOAT32);
        Case work = Case.parse((String) map.get("shape"), (String) map.get("layout"), type, (String) map.get("op"));
        Row row = new Row(work, ((Number) map.get("threads")).intValue());
        ((Map<?, ?>) map.get("engines")).forEach((name, value) -> {
            Map<?, ?> engine = (Map<?, ?>) value;
            if (engine.get("detail") instanceof String detail) {
                row.describe((String) name, detail);
            }
            row.time(
                    (String) name,
                    ((List<?>) engine.get("rounds"))
                            .stream()
                                    .mapToDouble(round -> ((Number) round).doubleValue())
                                    .toArray());
        });
        if (map.get("failures") != null) {
            strings(map.get("failures")).forEach(row::fail);
        }
        return row;
    }
}
