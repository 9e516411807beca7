package org.lanewise.bench.accuracy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lanewise.tensor.Layout;

/**
 * The table, as Markdown or as JSON.
 *
 * @param seeds how many random inputs a row is the largest error of
 * @param absent engines that could not be measured, and why
 */
record Report(List<Row> rows, int seeds, Map<String, String> absent) {
    private static final String NOT_FINITE = "not finite";

    private String caption() {
        return """
                Largest error in ulp of float, |value - exact| / ulp(scale), over %d seeds; float32, channels first \
                but where the shape says otherwise, eps 1e-5 as a float, gamma in (0.5, 1.5), beta in (-1, 1), dy of \
                the normal distribution but where the data say otherwise. The scale of mean and variance is their \
                exact value (an exact 0 has the ulp 1.4e-45); that of y is max(|y|, |beta|, |y - beta|); that of dx \
                = gamma·invstd·(dy - mean(dy) - xhat·mean(dy·xhat)) is the largest of |dx| and its three terms; \
                those of dgamma = sum(dy·xhat) and dbeta = sum(dy) are the largest of the sum and its terms. Mean \
                and variance are compared as the engine hands them out: Lanewise's are doubles, and beside them \
                stand the same rounded to float; PyTorch's variance is its running variance at momentum 1, times \
                (n-1)/n. "%s": the engine gave NaN or infinity where the exact result is a float; "-": the exact \
                result is beyond the largest float. Of the largest shape only the first channels are compared, for \
                exact arithmetic is slow.""".formatted(seeds, NOT_FINITE);
    }

    String markdown() {
        List<List<String>> lines = new ArrayList<>();
        for (Row row : rows) {
            Map<String, String> line = new LinkedHashMap<>();
            line.put("data", row.data().name());
            line.put("shape", shape(row.data()));
            for (Quantity quantity : Quantity.values()) {
                row.errors(quantity).forEach((engine, error) -> line.put(quantity.label() + " " + engine, cell(error)));
                absent.keySet().forEach(engine -> line.put(quantity.label() + " " + engine, "absent"));
            }
            if (lines.isEmpty()) {
                lines.add(List.copyOf(line.keySet()));
            }
            lines.add(List.copyOf(line.values()));
        }
        StringBuilder text = new StringBuilder(caption()).append("\n\n").append(table(lines));
        absent.values().forEach(why -> text.append("\nabsent: ").append(why).append('\n'));
        return text.toString();
    }

    private static String shape(Data data) {
        int channels = data.shape().channels();
        return data.shape()
                + (data.layout() == Layout.CHANNELS_LAST ? " channels last" : "")
                + (data.sampled() < channels ? ", " + data.sampled() + " channels of " + channels : "");
    }

    private static String cell(double error) {
        if (Double.isNaN(error)) {
            return "-";
        }
        if (Double.isInfinite(error)) {
            return NOT_FINITE;
        }
        return String.format(Locale.ROOT, error < 1000 ? "%.2f" : "%.1e", error);
    }

    /** Columns of equal width: to be read as it is, too. */
    private static StringBuilder table(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                String format = i < 2 ? "| %-" + widths[i] + "s " : "| %" + widths[i] + "s ";
                text.append(String.format(Locale.ROOT, format, line.get(i)));
            }
            text.append("|\n");
            if (line == lines.getFirst()) {
                for (int i = 0; i < columns; i++) {
                    text.append(i < 2 ? "|:" : "|-")
                            .append("-".repeat(widths[i]))
                            .append(i < 2 ? "-" : ":");
                }
                text.append("|\n");
            }
        }
        return text;
    }

    /**
     * One document: {@code caption}, {@code seeds}, {@code absent} (engine: why) and {@code rows}, each with
     * {@code data}, {@code shape}, {@code layout}, {@code channels} compared, and per quantity engine: error. An error
     * is a number, null if the exact result is beyond the largest float, or "not finite".
     */
    String json() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("data", row.data().name());
            entry.put("shape", row.data().shape().toString());
            entry.put("layout", row.data().layout().toString());
            entry.put("channels", row.data().sampled());
            for (Quantity quantity : Quantity.values()) {
                Map<String, Object> errors = new LinkedHashMap<>();
                row.errors(quantity).forEach((engine, error) -> errors.put(engine, value(error)));
                entry.put(quantity.label(), errors);
            }
            list.add(entry);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("caption", caption());
        document.put("seeds", seeds);
        document.put("absent", absent);
        document.put("rows", list);
        try {
            return JSON.std
                    .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                    .asString(document);
        } catch (IOException e) {
            throw new AssertionError("a string takes everything that is written to it", e);
        }
    }

    private static Object value(double error) {
        return Double.isNaN(error) ? null : Double.isInfinite(error) ? NOT_FINITE : (Object) error;
    }
}
