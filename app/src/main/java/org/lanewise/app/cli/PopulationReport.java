package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.app.experiment.population.Estimator;
import org.lanewise.app.experiment.population.PopulationPlan;
import org.lanewise.app.experiment.population.PopulationResult;
import org.lanewise.app.experiment.population.PopulationResult.Estimate;
import org.lanewise.app.experiment.population.PopulationResults;
import org.lanewise.app.experiment.population.PopulationResults.Figure;

/** What is said about a comparison of estimates before and after it. */
final class PopulationReport implements StudyReport<PopulationResults> {
    private final PrintWriter out;
    private final Basis basis;
    private final PopulationPlan plan;

    PopulationReport(Basis basis, PopulationPlan plan) {
        out = basis.out();
        this.basis = basis;
        this.plan = plan;
    }

    @Override
    public void printHead() {
        basis.printImages(10);
        out.printf(
                "network   784-%d-%d-10 with ReLU; %d epochs, learning rate %s for %d images, %d %s%n",
                plan.width(),
                plan.width(),
                plan.epochs(),
                plan.learningRate(),
                PopulationPlan.RATE_IMAGES,
                plan.seeds(),
                plan.seeds() == 1 ? "seed" : "seeds");
        out.println(
                "mean      rms over channels of (mean - mu)/sigma, mu and sigma² being those of the whole training");
        out.println("          set under the final weights");
        out.println("variance  rms over channels of ln(variance/sigma²)");
        out.println("          Figures are the mean over seeds, and in brackets the smallest and largest.");
    }

    @Override
    public void print(PopulationResults results, double seconds) {
        for (int batchSize : plan.batchSizes()) {
            out.printf(
                    "%n%-24s %-24s %-24s %-21s %s%n",
                    "batches of " + batchSize, "mean", "variance", "test accuracy, %", "bytes kept");
            for (Estimator estimator : Estimator.values()) {
                out.printf(
                        "  %-22s %-24s %-24s %-21s %,.0f%n",
                        estimator.title(),
                        text(
                                "%.4f",
                                results.figure(
                                        batchSize,
                                        estimator,
                                        estimate -> estimate.distance().mean())),
                        text(
                                "%.4f",
                                results.figure(
                                        batchSize,
                                        estimator,
                                        estimate -> estimate.distance().variance())),
                        text("%.1f", results.figure(batchSize, estimator, estimate -> 100 * estimate.accuracy())),
                        results.figure(batchSize, estimator, Estimate::bytes).mean());
            }
            Figure accuracy = results.trueAccuracy(batchSize);
            out.printf(
                    "  %-22s %-24s %-24s %s%n",
                    "the true statistics",
                    "0",
                    "0",
                    text("%.1f", new Figure(100 * accuracy.mean(), 100 * accuracy.least(), 100 * accuracy.most())));
        }
        out.println();
        results.findings().forEach(out::println);
        out.printf("%nTime: %.0f s%n", seconds);
    }

    private static String text(String format, Figure figure) {
        return (format + " (" + format + "-" + format + ")").formatted(figure.mean(), figure.least(), figure.most());
    }

    @Override
    public Map<String, Object> toJson(PopulationResults results, double seconds) {
        Map<String, Object> document = basis.document();
        document.put("width", plan.width());
        document.put("epochs", plan.epochs());
        document.put("learningRate", plan.learningRate());
        document.put("seeds", plan.seeds());
        basis.putExecution(document);
        document.put("seconds", seconds);
        document.put("findings", results.findings());
        document.put(
                "trainings", results.all().stream().map(PopulationReport::toMap).toList());
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
