package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.lanewise.Audit;
import org.lanewise.ProviderInfo;
import org.lanewise.app.data.DataException;
import org.lanewise.app.model.Feeding;
import org.lanewise.app.model.LayerCheck;
import org.lanewise.app.model.LayerTimes;
import org.lanewise.app.model.Orientation;
import org.lanewise.app.onnx.Session;
import org.lanewise.testkit.Precision;
import org.lanewise.testkit.Ulps;

/** What came of checking a network, as text or as JSON. */
final class CheckReport {
    private static final String DEFINITION = """
            Errors are the largest over all elements, in ulp of the layer's type, which is float32 where none is named:
            |y - exact| / ulp(max(|y|, |beta|, |y - beta|)) of exact y; apart is how far the two engines are from each
            other, in the same. share is our error as a share of the derived bound, 1 at most where it is kept: the
            roundings that can't be avoided, 1.1·u·(2|a(x - mean)| + |beta| + a·r + |y|), with a = gamma/sqrt(variance +
            epsilon) and r = ulp(mean), or 2|mean| where that is below an eighth of a deviation; u is 2^-24, for float64
            2^-53, and float16 adds its own rounding of y. ONNX Runtime runs the network without graph optimizations, so
            that nothing is fused; for its time it runs a model of the one node on the same memory, in turns with
            ours.""";

    private final String model;
    private final String input;
    private final Optional<Feeding.Pictures> pictures;
    private final int threads;
    private final String peer;
    private final List<LayerCheck> layers;
    private final List<LayerTimes> times;
    private final List<Orientation.Answer> answers;

    CheckReport(
            String model,
            String input,
            Optional<Feeding.Pictures> pictures,
            int threads,
            List<LayerCheck> layers,
            List<LayerTimes> times,
            List<Orientation.Answer> answers)
            throws DataException {
        this.model = model;
        this.input = input;
        this.pictures = pictures;
        this.threads = threads;
        peer = "ONNX Runtime " + Session.version();
        this.layers = layers;
        this.times = times;
        this.answers = answers;
    }

    private long kept() {
        return layers.stream().filter(LayerCheck::isWithinBound).count();
    }

    void print(PrintWriter out) {
        ProviderInfo provider = ProviderInfo.current();
        out.printf("model    %s%n", model);
        out.printf("input    %s%n", input);
        pictures.ifPresent(kind -> out.printf("images   %s%n", kind.describe()));
        out.printf(
                "engines  Lanewise (%s, %d bits) and %s, threads: %d%n%n",
                provider.name(), provider.vectorBits(), peer, threads);
        int wide = Math.max(
                5,
                layers.stream()
                        .mapToInt(check -> check.layer().name().length())
                        .max()
                        .orElse(0));
        int shapes = Math.max(
                5,
                layers.stream().mapToInt(check -> shape(check).length()).max().orElse(0));
        String columns = "%-" + wide + "s  %-" + shapes + "s  ";
        out.printf(columns + "%8s %8s %8s  %5s  %8s %8s  %s%n", "", "", "ulp", "ulp", "ulp", "", "us", "us", "");
        out.printf(
                columns + "%8s %8s %8s  %5s  %8s %8s  %s%n",
                "layer",
                "shape",
                "ours",
                "ONNX RT",
                "apart",
                "share",
                "ours",
                "ONNX RT",
                "audit");
        for (int i = 0; i < layers.size(); i++) {
            LayerCheck check = layers.get(i);
            out.printf(
                    columns + "%8s %8s %8s  %5.2f  %8.1f %8.1f  %s%n",
                    Printable.of(check.layer().name()),
                    shape(check),
                    ulps(check.ours()),
                    ulps(check.peers()),
                    ulps(check.apart()),
                    check.shareOfBound(),
                    times.get(i).ours(),
                    times.get(i).peers(),
                    audit(check));
        }
        out.printf(
                columns + "%8s %8s %8s  %5.2f  %8.1f %8.1f%n",
                "all",
                "",
                largest(LayerCheck::ours),
                largest(LayerCheck::peers),
                largest(LayerCheck::apart),
                layers.stream().mapToDouble(LayerCheck::shareOfBound).max().orElse(0),
                times.stream().mapToDouble(LayerTimes::ours).sum(),
                times.stream().mapToDouble(LayerTimes::peers).sum());
        out.printf("%n%d of %d layers within the derived bound%n", kept(), layers.size());
        kinds().forEach(kind -> out.printf("%s: %s%n", kind, kind.advice()));
        for (Orientation.Answer answer : answers) {
            out.printf(
                    "%-12s %s, %.2f %% for %s%n",
                    answer.turned() ? "upside down:" : "upright:",
                    answer.isRight() ? "right" : "wrong",
                    100 * answer.probability(),
                    answer.turned() ? "180 degrees" : "0 degrees");
        }
        out.printf("%n%s%n", DEFINITION);
    }

    private String largest(ToDoubleFunction<LayerCheck> error) {
        return ulps(layers.stream().mapToDouble(error).reduce(Ulps.NONE, Ulps::max));
    }

    private static String ulps(double error) {
        if (Double.isNaN(error)) {
            return "-";
        }
        return Double.isInfinite(error) ? "infinite" : String.format(error < 1000 ? "%.2f" : "%.1e", error);
    }

    /** The kinds of findings, each with the number of channels, and what could not be checked. */
    private static String audit(LayerCheck check) {
        Audit audit = check.audit();
        return audit.findings().stream()
                        .map(finding ->
                                finding.kind() + " " + finding.channels().size() + "/" + audit.channels())
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(", "), found -> found.isEmpty() ? "clean" : found))
                + check.unchecked().map(what -> "; not checked: " + what).orElse("");
    }

    /** The shape, with the type if that is not float32. */
    private static String shape(LayerCheck check) {
        return check.shape() + (check.precision() == Precision.FLOAT32 ? "" : " " + type(check));
    }

    private static String type(LayerCheck check) {
        return check.precision().name().toLowerCase(Locale.ROOT);
    }

    private Set<Audit.Kind> kinds() {
        return layers.stream()
                .flatMap(check -> check.audit().findings().stream())
                .map(Audit.Finding::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Map<String, Object> toJson() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", model);
        document.put("input", input);
        pictures.ifPresent(kind -> document.put("images", PicturesJson.of(kind)));
        document.put("peer", peer);
        document.put("threads", threads);
        document.put("definition", DEFINITION.replace('\n', ' '));
        document.put("layersWithinBound", kept());
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            rows.add(row(layers.get(i), times.get(i)));
        }
        document.put("layers", rows);
        document.put("answers", answers.stream().map(CheckReport::answer).toList());
        return document;
    }

    private static Map<String, Object> row(LayerCheck check, LayerTimes times) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", check.layer().name());
        row.put("shape", check.shape().toString());
        row.put("type", type(check));
        row.put("epsilon", check.layer().epsilon());
        row.put("ulps", number(check.ours()));
        row.put("peerUlps", number(check.peers()));
        row.put("apartUlps", number(check.apart()));
        row.put("shareOfBound", number(check.shareOfBound()));
        row.put("withinBound", check.isWithinBound());
        check.unchecked().ifPresent(what -> row.put("unchecked", what));
        row.put("micros", times.ours());
        row.put("peerMicros", times.peers());
        List<Object> findings = new ArrayList<>();
        for (Audit.Finding finding : check.audit().findings()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("kind", finding.kind().toString());
            entry.put("channels", finding.channels());
            entry.put("advice", finding.kind().advice());
            findings.add(entry);
        }
        row.put("audit", findings);
        return row;
    }

    /** JSON has neither NaN nor infinity. */
    private static Object number(double error) {
        return Double.isFinite(error) ? (Object) error : ulps(error);
    }

    private static Map<String, Object> answer(Orientation.Answer answer) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("turned", answer.turned());
        entry.put("probability", answer.probability());
        entry.put("right", answer.isRight());
        return entry;
    }
}
