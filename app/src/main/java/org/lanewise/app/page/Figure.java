package org.lanewise.app.page;

import java.util.List;
import org.lanewise.app.chart.ExperimentPictures;
import org.lanewise.app.experiment.Claim.Topic;
import org.lanewise.app.experiment.Claims;

/**
 * A picture of the page.
 *
 * @param topic the claim that it belongs to
 * @param file its name
 * @param alt what is to be seen, for those who can't see it
 * @param drawing draws the picture
 */
record Figure(Topic topic, String file, String alt, Drawing drawing) {
    /** Draws a picture, as PNG. */
    @FunctionalInterface
    interface Drawing {
        byte[] draw(ExperimentPictures pictures);
    }

    /** All pictures, in the order of the page. */
    static final List<Figure> ALL = List.of(
            new Figure(
                    Topic.SPEED,
                    "losses.png",
                    "Six charts, an activation function and a depth each: training loss by step, with and without "
                            + "batch "
                            + "normalization, each at its best learning rate.",
                    ExperimentPictures::losses),
            new Figure(
                    Topic.RATES,
                    "rates.png",
                    "Six charts, an activation function and a depth each: training loss in the end by learning "
                            + "rate, with "
                            + "and without batch normalization, and the line below which a network trains.",
                    ExperimentPictures::rates),
            new Figure(
                    Topic.GRADIENTS,
                    "gradients-first.png",
                    "Three charts, an activation function each: the norm of the gradient by the weights of each "
                            + "layer of "
                            + "the deep network in the first step, with and without batch normalization.",
                    ExperimentPictures::firstGradients),
            new Figure(
                    Topic.GRADIENTS,
                    "gradients.png",
                    "Six charts, an activation function each, with batch normalization above and without below: the "
                            + "norm "
                            + "of the gradient by the weights of some layers of the deep network, by step.",
                    ExperimentPictures::gradients),
            new Figure(
                    Topic.ACCURACY,
                    "accuracies.png",
                    "Six charts, an activation function and a depth each: test accuracy in the end by learning "
                            + "rate, with "
                            + "and without batch normalization.",
                    ExperimentPictures::accuracies),
            new Figure(
                    Topic.NORMALIZED_DRIFT,
                    "drift-normalized.png",
                    drift("what activation functions are given"),
                    pictures -> pictures.drift(
                            "How far a step moves what activation functions are given",
                            "drift, parts of the spread",
                            Claims::normalizedDrift)),
            new Figure(
                    Topic.INPUT_DRIFT,
                    "drift-inputs.png",
                    drift("what the next linear layer is given"),
                    pictures -> pictures.drift(
                            "How far a step moves what the next linear layer is given",
                            "drift, parts of the spread",
                            Claims::inputDrift)),
            new Figure(
                    Topic.GRADIENT_CHANGE,
                    "gradient-change.png",
                    drift("the gradient of a layer when earlier layers make their step"),
                    pictures -> pictures.drift(
                            "How far the step of earlier layers moves a layer's gradient",
                            "change, parts of its norm",
                            Claims::gradientChange)));

    private static String drift(String what) {
        return "Six charts, an activation function and a depth each: how far a step moves " + what
                + ", by step, with and without batch normalization at the same learning rate.";
    }
}
