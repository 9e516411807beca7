package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.app.experiment.Claim;
import org.lanewise.app.experiment.Comparison;
import org.lanewise.app.experiment.Drift;
import org.lanewise.app.experiment.Measurement;
import org.lanewise.app.experiment.Plan;
import org.lanewise.app.experiment.TrialResult;

/** What is said about an experiment before and after it. */
final class ExperimentReport implements StudyReport<ExperimentCommand.Outcome> {
    private final PrintWriter out;
    private final Basis basis;
    private final Plan plan;

    ExperimentReport(Basis basis, Plan plan) {
        out = basis.out();
        this.basis = basis;
        this.plan = plan;
    }

    @Override
    public void printHead() {
        basis.printImages(11);
        out.printf(
                "trainings  %d: %d networks, with and without batch normalization, at %d learning rates, %d %s%n",
                plan.trials().size(),
                plan.architectures().size(),
                plan.learningRates().size(),
                plan.seeds(),
                plan.seeds() == 1 ? "seed" : "seeds");
        out.printf(
                "each       %d steps of %d images, hidden layers of %d features; %d at a time%n",
                plan.steps(), Plan.BATCH_SIZE, plan.width(), basis.threads());
    }

    @Override
    public void print(ExperimentCommand.Outcome outcome, double seconds) {
        for (Claim claim : outcome.claims()) {
            out.printf("%n%s: %s%n", claim.claim(), claim.verdict().title());
            out.printf(
                    "  %-26s %-32s %-32s (%s)%n",
                    "", "with", "without", claim.unit().title());
            for (Comparison comparison : claim.comparisons()) {
                out.printf(
                        "  %-26s %-32s %-32s %s%n",
                        comparison.title(),
                        figures(claim, comparison.with()),
                        figures(claim, comparison.without()),
                        comparison.outcome().title());
            }
            out.println("  " + claim.findings());
        }
        out.printf("%nTime: %.0f s%n", seconds);
    }

    private static String figures(Claim claim, double[] values) {
        return values.length == 0 ? "-" : claim.unit().summary(values);
    }

    /** What is infinite or no number is null. */
    @Override
    public Map<String, Object> toJson(ExperimentCommand.Outcome outcome, double seconds) {
        Map<String, Object> document = basis.document();
        document.put("width", plan.width());
        document.put("steps", plan.steps());
        document.put("batchSize", Plan.BATCH_SIZE);
        document.put("seeds", plan.seeds());
        document.put("learningRates", plan.learningRates());
        basis.putExecution(document);
        document.put("seconds", seconds);
        document.put(
                "claims", outcome.claims().stream().map(ExperimentReport::toMap).toList());
        document.put(
                "trainings",
                outcome.results().all().stream().map(ExperimentReport::toMap).toList());
        return document;
    }

    private static Map<String, Object> toMap(Claim claim) {
        List<Map<String, Object>> cases = new ArrayList<>();
        for (Comparison comparison : claim.comparisons()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("network", comparison.title());
            map.put("with", Json.numbers(comparison.with()));
            map.put("without", Json.numbers(comparison.without()));
            map.put("outcome", comparison.outcome().title());
            cases.add(map);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("claim", claim.claim());
        map.put("verdict", claim.verdict().title());
        map.put("findings", claim.findings());
        map.put("measured", claim.measured());
        map.put("unit", claim.unit().title());
        map.put("cases", cases);
        return map;
    }

    private static Map<String, Object> toMap(TrialResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("function", result.trial().architecture().function().title());
        map.put("depth", result.trial().architecture().depth());
        map.put("batchNormalization", result.trial().batchNormalized());
        map.put("learningRate", result.trial().learningRate());
        map.put("seed", result.trial().seed());
        map.put("trains", result.trains());
        map.put("stepsUntilTrained", Json.number(result.stepsUntilTrained()));
        map.put("finalLoss", Json.number(result.finalLoss()));
        map.put("testAccuracy", Json.number(result.testAccuracy()));
        map.put("losses", Json.numbers(result.losses()));
        map.put(
                "measurements",
                result.measurements().stream().map(ExperimentReport::toMap).toList());
        return map;
    }

    private static Map<String, Object> toMap(Measurement measurement) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("step", measurement.step());
        map.put("gradientNorms", Json.numbers(measurement.gradientNorms()));
        map.put("normalizedMeanDrift", drifts(measurement.normalized(), false));
        map.put("normalizedDeviationDrift", drifts(measurement.normalized(), true));
        map.put("inputMeanDrift", drifts(measurement.inputs(), false));
        map.put("inputDeviationDrift", drifts(measurement.inputs(), true));
        map.put("gradientChanges", Json.numbers(measurement.gradientChanges()));
        return map;
    }

    private static List<Double> drifts(List<Drift> layers, boolean deviation) {
        return Json.numbers(layers.stream()
                .mapToDouble(drift -> deviation ? drift.deviation() : drift.mean())
                .toArray());
    }
}
