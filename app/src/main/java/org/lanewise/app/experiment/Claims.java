package org.lanewise.app.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.lanewise.app.experiment.Claim.Topic;
import org.lanewise.app.experiment.Comparison.Outcome;
import org.lanewise.app.nn.ActivationFunction;

/** The popular claims, and the figures of an experiment for each. */
public final class Claims {
    private static final double[] NONE = {};

    private static final String AT_COMMON_RATE =
            " Both networks learn at one rate: of those at which both train, the one "
                    + "that suits the network without batch normalization best. The figure of a training is the "
                    + "median over its "
                    + "measured steps of the mean over layers.";

    private Claims() {}

    /** All claims. */
    public static List<Claim> of(Results results) {
        return List.of(
                speed(results),
                rates(results),
                gradients(results),
                accuracy(results),
                drift(
                        results,
                        Topic.NORMALIZED_DRIFT,
                        "It keeps the distribution of what activation functions are given from moving",
                        "How far one step moves the mean and the standard deviation of each feature that goes into an "
                                + "activation function, over 256 fixed images, as a part of the layer's spread: "
                                + "√(Σ((m′ − m)² + (s′ − s)²) / Σs²), summed over features. With batch "
                                + "normalization only "
                                + "what it learns, its factors and summands, can move them: this is what it does by "
                                + "construction, and the figures say how much that is.",
                        Claims::normalizedDrift),
                drift(
                        results,
                        Topic.INPUT_DRIFT,
                        "It keeps the distribution of what the next linear layer is given from moving",
                        "The same drift for what comes out of an activation function and goes into the next layer: the "
                                + "internal covariate shift that Ioffe and Szegedy (2015) describe.",
                        Claims::inputDrift),
                drift(
                        results,
                        Topic.GRADIENT_CHANGE,
                        "It makes the gradient of a layer depend less on the step that earlier layers make",
                        "How far the gradient by a layer's weights moves when all layers before it have made their "
                                + "step "
                                + "and it has not, as a part of the gradient's norm: the internal covariate shift that "
                                + "Santurkar et al. (2018) define, to ask whether it explains anything.",
                        Claims::gradientChange));
    }

    /** How far what activation functions are given moved, in the mean over layers. */
    public static double normalizedDrift(Measurement measurement) {
        return mean(measurement.normalized().stream().mapToDouble(Drift::total).toArray());
    }

    /** How far what linear layers after the first are given moved, in the mean over layers. */
    public static double inputDrift(Measurement measurement) {
        return mean(measurement.inputs().stream().mapToDouble(Drift::total).toArray());
    }

    /** How far gradients moved with the step of earlier layers, in the mean over layers. */
    public static double gradientChange(Measurement measurement) {
        return mean(measurement.gradientChanges());
    }

    /**
     * Whether there are networks whose inputs move less with batch normalization, and which train no faster for that.
     */
    public static String driftWithoutSpeed(List<Claim> claims) {
        List<String> steadier = titles(claims, Topic.INPUT_DRIFT, true);
        List<String> slower = titles(claims, Topic.SPEED, false);
        String both = steadier.stream().filter(slower::contains).collect(Collectors.joining("; "));
        return both.isEmpty()
                ? "Wherever it moves less, training is faster with every seed, too."
                : "It moves less, and yet training is not faster with every seed, for: " + both + ".";
    }

    private static List<String> titles(List<Claim> claims, Topic topic, boolean holds) {
        return claims.stream()
                .filter(claim -> claim.topic() == topic)
                .flatMap(claim -> claim.comparisons().stream())
                .filter(comparison -> (comparison.outcome() == Outcome.HOLDS) == holds)
                .map(Comparison::title)
                .toList();
    }

    private static Claim speed(Results results) {
        return new Claim(
                Topic.SPEED,
                "It makes networks train faster",
                "Steps until the mean training loss of %d steps is below %.2f, half of what guessing has. Each network "
                                .formatted(TrialResult.WINDOW, TrialResult.TRAINED)
                        + "learns at its own best rate: the one with the smallest training loss in the end.",
                Unit.STEPS,
                atBestRates(results, TrialResult::stepsUntilTrained, true));
    }

    private static Claim rates(Results results) {
        List<Comparison> comparisons = results.plan().architectures().stream()
                .map(architecture -> new Comparison(
                        architecture.title(),
                        results.largestRates(architecture, true),
                        results.largestRates(architecture, false),
                        false))
                .toList();
        return new Claim(
                Topic.RATES,
                "It allows larger learning rates",
                ("The largest learning rate of those tried at which a network trains: no loss is infinite or NaN, "
                                + "and the "
                                + "mean over the last tenth of the steps is below %.2f, half of what guessing has.")
                        .formatted(TrialResult.TRAINED),
                Unit.RATE,
                comparisons);
    }

    private static Claim gradients(Results results) {
        List<Comparison> comparisons = results.plan().architectures().stream()
                .filter(architecture -> architecture.function() != ActivationFunction.RELU
                        && architecture.depth() == Plan.DEPTHS.getLast())
                .map(architecture -> new Comparison(
                        architecture.title(),
                        figures(atFirstRate(results, architecture, true), Claims::attenuation),
                        figures(atFirstRate(results, architecture, false), Claims::attenuation),
                        true))
                .toList();
        return new Claim(
                Topic.GRADIENTS,
                "It lets sigmoid and tanh carry gradients through depth",
                ("How many times larger or smaller the gradient's norm is at the weights of hidden layer 2 than at "
                                + "those "
                                + "of hidden layer %d, which have the same shape, in the first step: 1 is the same. "
                                + "The weights "
                                + "are as they were drawn (Glorot's), so no learning rate has a part in it.")
                        .formatted(Plan.DEPTHS.getLast()),
                Unit.FACTOR,
                comparisons);
    }

    /** In the first step all learning rates are alike. */
    private static List<TrialResult> atFirstRate(Results results, Architecture architecture, boolean batchNormalized) {
        return results.of(
                architecture, batchNormalized, results.plan().learningRates().getFirst());
    }

    /** Norms are those of the hidden layers, and the output's. */
    private static double attenuation(TrialResult result) {
        if (result.measurements().isEmpty()) {
            return Double.NaN;
        }
        double[] norms = result.measurements().getFirst().gradientNorms();
        double quotient = norms[norms.length - 2] / norms[1];
        return Math.max(quotient, 1 / quotient);
    }

    private static Claim accuracy(Results results) {
        return new Claim(
                Topic.ACCURACY,
                "It makes networks recognize more in as many steps",
                "The share of the test images that are recognized in the end, each network at its own best rate (by "
                        + "the "
                        + "training loss, not by these images).",
                Unit.SHARE,
                atBestRates(results, result -> result.diverged() ? 0 : result.testAccuracy(), false));
    }

    private static List<Comparison> atBestRates(
            Results results, ToDoubleFunction<TrialResult> figure, boolean smallerIsBetter) {
        Function<Architecture, Comparison> compare = architecture -> new Comparison(
                architecture.title(),
                figures(results.of(architecture, true, results.bestRate(architecture, true)), figure),
                figures(results.of(architecture, false, results.bestRate(architecture, false)), figure),
                smallerIsBetter);
        return results.plan().architectures().stream().map(compare).toList();
    }

    private static Claim drift(
            Results results, Topic topic, String claim, String measured, ToDoubleFunction<Measurement> measure) {
        ToDoubleFunction<TrialResult> figure = result -> typical(result, measure);
        Function<Architecture, Comparison> compare = architecture -> {
            Optional<Double> rate = results.commonRate(architecture);
            return rate.isEmpty()
                    ? new Comparison(architecture.title(), NONE, NONE, true)
                    : new Comparison(
                            architecture.title(),
                            figures(results.of(architecture, true, rate.get()), figure),
                            figures(results.of(architecture, false, rate.get()), figure),
                            true);
        };
        return new Claim(
                topic,
                claim,
                measured + AT_COMMON_RATE,
                Unit.RELATIVE,
                results.plan().architectures().stream().map(compare).toList());
    }

    private static double[] figures(List<TrialResult> results, ToDoubleFunction<TrialResult> figure) {
        return results.stream().mapToDouble(figure).toArray();
    }

    private static double typical(TrialResult result, ToDoubleFunction<Measurement> figure) {
        return Unit.median(result.measurements().stream().mapToDouble(figure).toArray());
    }

    /** Of those that are numbers: a layer without any spread has no drift. */
    static double mean(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
    }
}
