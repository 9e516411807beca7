package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.lanewise.ProviderInfo;
import org.lanewise.app.train.Epoch;
import org.lanewise.app.train.Run;
import org.lanewise.app.train.Settings;

/** What is said about a comparison before and after it. The runs are those with and without batch normalization. */
final class TrainingReport {
    private final PrintWriter out;
    private final Basis basis;
    private final String network;
    private final Settings settings;

    TrainingReport(Basis basis, String network, Settings settings) {
        out = basis.out();
        this.basis = basis;
        this.network = network;
        this.settings = settings;
    }

    /** The settings in a few words, for the picture. */
    String subtitle() {
        return basis.source().dataset() + ", " + basis.images().train().count() + " images, batches of "
                + settings.batchSize() + ", learning rate " + settings.learningRate();
    }

    void printHead() {
        basis.printImages(10);
        out.printf(
                "network   %s; %d epochs, batches of %d, learning rate %s, seed %d%n",
                network, settings.epochs(), settings.batchSize(), settings.learningRate(), settings.seed());
        out.println("learning  " + String.join(System.lineSeparator() + " ".repeat(10), Method.lines()));
        ProviderInfo provider = ProviderInfo.current();
        out.printf("engine    %s kernels (%s), threads: %d%n", provider.name(), provider.reason(), basis.threads());
    }

    void printComparison(List<Run> runs) {
        out.printf("%n%-24s %10s %10s%n", "batch normalization", "with", "without");
        printRow(runs, "test accuracy", "%.2f %%", run -> 100 * run.last().testAccuracy());
        printRow(
                runs,
                "best test accuracy",
                "%.2f %%",
                run -> 100
                        * run.epochs().stream()
                                .mapToDouble(Epoch::testAccuracy)
                                .max()
                                .orElseThrow());
        printRow(runs, "loss of the last epoch", "%.4f", run -> run.last().loss());
        printRow(runs, "time", "%.1f s", Run::seconds);
    }

    /** How the time of learning is shared among layers. */
    void printLayers(List<Run> runs) {
        Set<String> layers = new LinkedHashSet<>();
        runs.forEach(run -> layers.addAll(run.millisByLayer().keySet()));
        out.printf("%n%-28s %10s %10s%n", "ms forward and backward", "with", "without");
        for (String layer : layers) {
            out.printf("  %-26s", layer);
            for (Run run : runs) {
                Double millis = run.millisByLayer().get(layer);
                out.printf(" %10s", millis == null ? "-" : "%.0f".formatted(millis));
            }
            out.println();
        }
    }

    void printEnd(List<Run> runs) {
        out.printf(
                "%nWith batch normalization: %.1f %% after %d %s (without: %.1f %%)%n",
                100 * runs.getFirst().last().testAccuracy(),
                settings.epochs(),
                settings.epochs() == 1 ? "epoch" : "epochs",
                100 * runs.getLast().last().testAccuracy());
    }

    private void printRow(List<Run> runs, String name, String format, ToDoubleFunction<Run> value) {
        out.printf("  %-22s", name);
        for (Run run : runs) {
            out.printf(" %10s", format.formatted(value.applyAsDouble(run)));
        }
        out.println();
    }

    /** The results as a document, to which the picture is to be added. */
    Map<String, Object> toJson(List<Run> runs) {
        Map<String, Object> document = basis.document();
        document.put("epochs", settings.epochs());
        document.put("batchSize", settings.batchSize());
        document.put("learningRate", settings.learningRate());
        document.put("seed", settings.seed());
        Method.put(document);
        basis.putExecution(document);
        document.put("runs", runs.stream().map(TrainingReport::toMap).toList());
        return document;
    }

    private static Map<String, Object> toMap(Run run) {
        List<Map<String, Object>> epochs = new ArrayList<>();
        for (Epoch epoch : run.epochs()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("epoch", epoch.number());
            map.put("loss", epoch.loss());
            map.put("testAccuracy", epoch.testAccuracy());
            map.put("seconds", epoch.seconds());
            epochs.add(map);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("batchNormalization", run.batchNormalized());
        map.put("testAccuracy", run.last().testAccuracy());
        map.put("seconds", run.seconds());
        map.put("epochs", epochs);
        return map;
    }
}
