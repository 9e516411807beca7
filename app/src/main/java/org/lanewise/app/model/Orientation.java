package org.lanewise.app.model;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.lanewise.app.image.ImageInput;
import org.lanewise.app.image.Images;
import org.lanewise.app.image.Preset;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Tensor;

/**
 * The text-orientation network of PaddleOCR (MobileNetV3, Apache-2.0) as RapidOCR has it in ONNX's format: whether a
 * line of text is upright or upside down. Its batch normalization has not been folded into the convolutions.
 */
public final class Orientation {
    /** What both of these projects feed it: BGR, 48 high, as wide as the line, 192 at most, then zeros. */
    static final Feeding.Pictures LINES =
            new Feeding.Pictures(ImageInput.of(3, Layout.CHANNELS_FIRST, Preset.PADDLEOCR_REC), 48, 192);

    private static final String RESOURCE = "models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

    private static final OnnxModel NETWORK = load();

    private Orientation() {}

    private static OnnxModel load() {
        try (InputStream in = Orientation.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return OnnxModel.parse(in.readAllBytes(), "ch_ppocr_mobile_v2.0_cls_infer.onnx");
        } catch (IOException e) {
            throw new UncheckedIOException("a network that is on the class path can be read", e);
        }
    }

    /** The network as it was trained. */
    public static OnnxModel network() {
        return NETWORK;
    }

    /** Whether a model is this network, whatever its statistics: only then its answers are known. */
    public static boolean is(OnnxModel model) {
        return model.isButForStatistics(NETWORK);
    }

    /**
     * An answer.
     *
     * @param turned whether the text was upside down
     * @param probability that the network gives to what is right
     */
    public record Answer(boolean turned, double probability) {
        /** Whether the network is right. */
        public boolean isRight() {
            return probability > 0.5;
        }
    }

    /** What it is asked about: a text upright, and the same upside down. */
    static List<BufferedImage> pair(BufferedImage upright) {
        return List.of(upright, Images.turned(upright));
    }

    /**
     * The answers for pairs.
     *
     * @param probabilities the network's output: of each sample, that it is upright and that it is upside down
     */
    static List<Answer> answers(Tensor probabilities) {
        List<Answer> answers = new ArrayList<>();
        for (int n = 0; n < probabilities.shape().samples(); n++) {
            int right = n % 2;
            answers.add(new Answer(right == 1, probabilities.get(n, right)));
        }
        return answers;
    }
}
