package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lanewise.app.model.Feeding;
import org.lanewise.app.model.LayerChange;
import org.lanewise.app.model.Recalibration;

/**
 * What came of recalibrating a network, as text or as JSON.
 *
 * @param pictures how they became the network's input, if it was fed with pictures
 * @param before how the network answered, if its answers are known
 * @param after likewise, with the new statistics
 */
record RecalibrationReport(
        String model,
        String data,
        Optional<Feeding.Pictures> pictures,
        List<LayerChange> changes,
        Optional<Recalibration.Score> before,
        Optional<Recalibration.Score> after,
        Path out) {
    private static final String DEFINITION = """
            Mean moved: the root mean square over the channels, in the old sqrt(variance + epsilon).
            Variance: the smallest and the largest new variance + epsilon divided by the old.""";

    void print(PrintWriter writer) {
        writer.printf("model   %s%n", model);
        writer.printf("data    %s%n", data);
        pictures.ifPresent(kind -> writer.printf("images  %s%n", kind.describe()));
        writer.println();
        int wide = Math.max(
                5,
                changes.stream()
                        .mapToInt(change -> change.name().length())
                        .max()
                        .orElse(0));
        String columns = "%-" + wide + "s  %8s  %8s";
        writer.printf(columns + "  %10s  %s%n", "layer", "channels", "elements", "mean moved", "variance");
        for (LayerChange change : changes) {
            writer.printf(
                    columns + "  %10s  %s to %s%n",
                    Printable.of(change.name()),
                    change.channels(),
                    change.elements(),
                    figure(change.meanShift()),
                    figure(change.smallestRatio()),
                    figure(change.largestRatio()));
        }
        writer.printf("%n%s%n%n", DEFINITION);
        before.ifPresent(score -> writer.printf("answers before: %s%n", text(score)));
        after.ifPresent(score -> writer.printf("answers after:  %s%n", text(score)));
        writer.printf("Written, and loaded by ONNX Runtime: %s%n", out);
    }

    /** Short enough for a column. */
    private static String figure(double value) {
        return String.format(value < 1e6 ? "%.3f" : "%.3e", value);
    }

    private static String text(Recalibration.Score score) {
        return String.format(
                "%d of %d right, %.2f %% for what is right on average",
                score.right(), score.answers(), 100 * score.probability());
    }

    Map<String, Object> toJson() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", model);
        document.put("data", data);
        pictures.ifPresent(kind -> document.put("images", PicturesJson.of(kind)));
        document.put("definition", DEFINITION.replace('\n', ' '));
        List<Object> rows = new ArrayList<>();
        for (LayerChange change : changes) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", change.name());
            row.put("channels", change.channels());
            row.put("elements", change.elements());
            row.put("meanShift", change.meanShift());
            row.put("smallestVarianceRatio", change.smallestRatio());
            row.put("largestVarianceRatio", change.largestRatio());
            rows.add(row);
        }
        document.put("layers", rows);
        before.ifPresent(score -> document.put("before", json(score)));
        after.ifPresent(score -> document.put("after", json(score)));
        document.put("saved", out.toString());
        return document;
    }

    private static Map<String, Object> json(Recalibration.Score score) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("right", score.right());
        entry.put("answers", score.answers());
        entry.put("probability", score.probability());
        return entry;
    }
}
