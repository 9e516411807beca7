package org.lanewise.app.model;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.ImageInput;
import org.lanewise.app.onnx.ModelInput;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * What a network is fed with, by the shape of its input: pictures where it has four axes and 1 or 3 channels, else numbers of the
 * normal distribution. The text-orientation network takes each picture twice, upright and turned upside down.
 */
public final class Feeding {
    private final String input;
    private final Shape shape;
    private final Optional<ImageInput> images;
    private final boolean pairs;

    private Feeding(String input, Shape shape, Optional<ImageInput> images, boolean pairs) {
        this.input = input;
        this.shape = shape;
        this.images = images;
        this.pairs = pairs;
    }

    /**
     * That of a model.
     *
     * @param given the shape that the user says, if any
     * @throws DataException if there is not one input of a shape that is known
     */
    public static Feeding of(OnnxModel model, Optional<List<Long>> given) throws DataException {
        ModelInput input = model.input();
        if (Orientation.is(model)) {
            ImageInput lines = Orientation.INPUT;
            Shape shape = Shape.of(2, lines.channels(), lines.height(), lines.width());
            if (given.isPresent()) {
                throw new DataException("shape: given, must be left out for the text-orientation network, which takes " + shape);
            }
            return new Feeding(input.name(), shape, Optional.of(lines), true);
        }
        Shape shape = input.shape(given);
        boolean pictures = shape.rank() == 4 && (shape.channels() == 3 || shape.channels() == 1);
        return new Feeding(input.name(), shape, pictures
                ? Optional.of(new ImageInput(shape.channels(), (int) shape.size(2), (int) shape.size(3), false, false))
                : Optional.empty(), false);
    }

    /** The name of the network's input. */
    public String input() {
        return input;
    }

    /** The input's shape. */
    public Shape shape() {
        return shape;
    }

    /** Whether the network takes pictures. */
    public boolean takesImages() {
        return images.isPresent();
    }

    /** Whether each picture is fed upright and turned, and the network's answers are known. */
    public boolean isOfPairs() {
        return pairs;
    }

    /**
     * A picture as the network's input, in all samples if there are more.
     *
     * @throws DataException if the network does not take pictures
     */
    public Tensor image(BufferedImage image, Arena arena) throws DataException {
        ImageInput kind = images.orElseThrow(() -> new DataException(
                "image: given, must be left out for an input of " + shape + " (images have 4 axes and 1 or 3 channels)"));
        List<BufferedImage> samples = pairs ? Orientation.pair(image) : Collections.nCopies((int) shape.samples(), image);
        return kind.tensor(samples, arena);
    }

    /** Numbers of the normal distribution, the same for the same seed. */
    public Tensor noise(long seed, Arena arena) {
        Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
        Random random = new Random(seed);
        for (long i = 0; i < shape.elements(); i++) {
            x.segment().setAtIndex(JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return x;
    }
}
