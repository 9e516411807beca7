package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.ProviderInfo;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.experiment.population.Estimator;
import org.lanewise.app.experiment.population.PopulationPlan;
import org.lanewise.app.experiment.population.PopulationResult;
import org.lanewise.app.experiment.population.PopulationResult.Estimate;
import org.lanewise.app.experiment.population.PopulationResults;
import org.lanewise.app.experiment.population.PopulationResults.Figure;

/** What is said about a comparison of estimates before and after it. */
final class PopulationReport {
    private final PrintWriter out;
    private final DataSource source;
    private final Dataset images;
    private final PopulationPlan plan;
    private final int threads;

    PopulationReport(PrintWriter out, DataSource source, Dataset images, PopulationPlan plan, int threads) {
        this.out = out;
        this.source = source;
        this.images = images;
        this.plan = plan;
        this.threads = threads;
    }

    void printHead() {
        out.printf("data      %s:%n          %d images to learn from, %d to test with%n",
                source.description(), images.train().count(), images.test().count());
        out.printf("network   784-%d-%d-10 with ReLU; %d epochs, learning rate %s for %d images, %d %s%n",
                plan.width(), plan.width(), plan.epochs(), plan.learningRate(), PopulationPlan.RATE_IMAGES,
                plan.seeds(), plan.seeds() == 1 ? "seed" : "seeds");
        out.println("mean      rms over channels of (mean - mu)/sigma, mu and sigma² being those of the whole training");
        out.println("          set under the final weights");
        out.println("variance  rms over channels of ln(variance/sigma²)");
        out.println("          Figures are the mean over seeds, and in brackets the smallest and largest.");
    }

    void print(PopulationResults results, double seconds) {
        for (int batchSize : plan.batchSizes()) {
            out.printf("%n%-24s %-24s %-24s %-21s %s%n", "batches of " + batchSize, "mean", "variance",
                    "test accuracy, %", "bytes kept");
            for (Estimator estimator : Estimator.values()) {
                out.printf("  %-22s %-24s %-24s %-21s %,.0f%n", estimator.title(),
                        text("%.4f", results.figure(batchSize, estimator, estimate -> estimate.distance().mean())),
                        text("%.4f", results.figure(batchSize, estimator, estimate -> estimate.distance().variance())),
                        text("%.1f", results.figure(batchSize, estimator, estimate -> 100 * estimate.accuracy())),
                        results.figure(batchSize, estimator, Estimate::bytes).mean());
            }
            Figure accuracy = results.trueAccuracy(batchSize);
            out.printf("  %-22s %-24s %-24s %s%n", "the true statistics", "0", "0", text("%.1f",
                    new Figure(100 * accuracy.mean(), 100 * accuracy.least(), 100 * accuracy.most())));
        }
        out.println();
        results.findings().forEach(out::println);
        out.printf("%nTime: %.0f s%n", seconds);
    }

    private static String text(String format, Figure figure) {
        return (format + " (" + format + "-" + format + ")").formatted(figure.mean(), figure.least(), figure.most());
    }

    /** The results as a document, to which the picture is to be added. */
    Map<String, Object> toJson(PopulationResults results, double seconds) {
        Map<String, Object> document = Document.of(source, images);
        document.put("width", plan.width());
        document.put("epochs", plan.epochs());
        document.put("learningRate", plan.learningRate());
        document.put("seeds", plan.seeds());
        Document.putExecution(document, threads, ProviderInfo.current());
        document.put("seconds", seconds);
        document.put("findings", results.findings());
        document.put("trainings", results.all().stream().map(PopulationReport::toMap).toList());
        return document;
    }

    private static Map<String, Object> toMap(PopulationResult result) {
        List<Map<String, Object>> estimates = new ArrayList<>();
        for (Estimator estimator : Estimator.values()) {
            Estimate estimate = result.estimates().get(estimator.ordinal());
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("estimate", estimator.title());
            map.put("meanDistance", Json.number(estimate.distance().mean()));
            map.put("varianceDistance", Json.number(estimate.distance().variance()));
            map.put("testAccuracy", estimate.accuracy());
            map.put("bytes", estimate.bytes());
            estimates.add(map);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("batchSize", result.batchSize());
        map.put("seed", result.seed());
        map.put("trueStatisticsTestAccuracy", result.trueAccuracy());
        map.put("estimates", estimates);
        return map;
    }
}
