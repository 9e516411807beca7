package org.lanewise.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.app.data.Batches;
import org.lanewise.app.nn.ActivationFunction;
import org.lanewise.app.nn.Normalization;
import org.lanewise.app.nn.Sgd;
import org.lanewise.app.nn.SoftmaxCrossEntropy;
import org.lanewise.app.train.Schedule;
import org.lanewise.app.train.Settings;

/**
 * How train mlp and train cnn learn, for who wants to repeat it elsewhere: from the constants of the code that does.
 */
final class Method {
    /** The networks' hidden layers are ReLUs, and all of their weights are drawn for these. */
    private static final String INITIALIZATION =
            "weights " + ActivationFunction.RELU.initialization().title() + ", biases and shifts 0, scales 1";

    private Method() {}

    /** A few lines for a person. */
    static List<String> lines() {
        return List.of(
                Sgd.NAME + ", momentum " + Settings.MOMENTUM + "; the rate " + Schedule.NAME,
                SoftmaxCrossEntropy.NAME + "; images " + Batches.ORDER,
                INITIALIZATION,
                "batch normalization with eps " + Normalization.EPS + ", momentum " + Normalization.MOMENTUM);
    }

    /** Adds the same to a document. */
    static void put(Map<String, Object> document) {
        document.put("optimizer", Sgd.NAME);
        document.put("momentum", Settings.MOMENTUM);
        document.put("schedule", "learning rate " + Schedule.NAME);
        document.put("loss", SoftmaxCrossEntropy.NAME);
        document.put("batchOrder", Batches.ORDER);
        document.put("initialization", INITIALIZATION);
        Map<String, Object> normalization = new LinkedHashMap<>();
        normalization.put("eps", Normalization.EPS);
        normalization.put("momentum", Normalization.MOMENTUM);
        document.put("normalization", normalization);
    }
}
