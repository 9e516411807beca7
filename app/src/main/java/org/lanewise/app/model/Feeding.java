package org.lanewise.app.model;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.ImageInput;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.onnx.ModelInput;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * What a network is fed with: files with tensors, if the user has them; else, by the shape of its input, pictures where
 * it has four axes and 1 or 3 channels, and numbers of the normal distribution where not. The text-orientation network
 * takes each picture twice, upright and turned upside down.
 */
public final class Feeding {
    private final ModelInput input;
    private final Optional<Shape> shape;
    private final Optional<Pictures> pictures;
    private final boolean pairs;

    /**
     * How a network takes pictures.
     *
     * @param input what is done to them
     * @param height what they become, in pixels
     * @param width likewise
     */
    public record Pictures(ImageInput input, int height, int width) {
        /** What is done to them, in one line. */
        public String describe() {
            return input.describe(height, width);
        }
    }

    private Feeding(ModelInput input, Optional<Shape> shape, Optional<Pictures> pictures, boolean pairs) {
        this.input = input;
        this.shape = shape;
        this.pictures = pictures;
        this.pairs = pairs;
    }

    /**
     * That of a model, with pictures if it takes them.
     *
     * @param given the shape that the user says, if any
     * @param options how the pictures become numbers
     * @param assumes whether that is assumed where nobody says it; else somebody must
     * @throws DataException if there is not one input of a shape that is known, or options do not fit it
     */
    public static Feeding of(OnnxModel model, Optional<List<Long>> given, PictureOptions options, boolean assumes)
            throws DataException {
        ModelInput input = model.input();
        if (Orientation.is(model)) {
            Pictures lines = Orientation.LINES;
            Shape shape = lines.input().shape(2, lines.height(), lines.width());
            if (given.isPresent()) {
                throw new DataException("shape: given, must be left out for the text-orientation network, which takes " + shape);
            }
            options.requireNone("the text-orientation network has its own preprocessing");
            return new Feeding(input, Optional.of(shape), Optional.of(lines), true);
        }
        Shape shape = input.shape(given);
        Optional<PictureAxes> axes = PictureAxes.of(shape, options.layout());
        if (axes.isEmpty()) {
            options.requireNone("an input of " + shape + " takes no pictures");
            return new Feeding(input, Optional.of(shape), Optional.empty(), false);
        }
        PictureAxes a = axes.get();
        ImageInput images = options.input(a.channels(), a.layout(), a.height(), a.width(), assumes);
        return new Feeding(input, Optional.of(shape), Optional.of(new Pictures(images, a.height(), a.width())), false);
    }

    /**
     * That of a model by files with tensors, which have their own shapes.
     *
     * @param given the shape that the user says, which must be none
     * @param options likewise for pictures
     * @throws DataException if something is said, or there is not one input
     */
    public static Feeding ofTensors(
            OnnxModel model, Optional<List<Long>> given, PictureOptions options) throws DataException {
        if (given.isPresent()) {
            throw new DataException("shape: given, must be left out with tensors, which have their own");
        }
        options.requireNone("tensors are fed as they are");
        return new Feeding(model.input(), Optional.empty(), Optional.empty(), false);
    }

    /** The name of the network's input. */
    public String input() {
        return input.name();
    }

    /**
     * Ends with an error if the network takes no single pictures.
     *
     * @throws DataException if it takes none, or several at once
     */
    public void requireSinglePictures() throws DataException {
        if (pictures.isEmpty()) {
            throw new DataException("tensors: none, must be given for the input " + input
                    + ": pictures have 4 axes and 1 or 3 channels (--tensors)");
        }
        if (!pairs && shape.orElseThrow().samples() != 1) {
            throw new DataException("shape: " + shape.get() + ", must have a batch of 1: pictures are fed one by one");
        }
    }

    /** How the network takes pictures; empty if it takes none or is fed with tensors. */
    public Optional<Pictures> pictures() {
        return pictures;
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
        Pictures kind = pictures.orElseThrow(() -> new DataException(
                "image: given, must be left out for the input " + input + " (images have 4 axes and 1 or 3 channels)"));
        List<BufferedImage> samples = pairs ? Orientation.pair(image)
                : Collections.nCopies((int) shape.orElseThrow().samples(), image);
        return kind.input.tensor(samples, kind.height, kind.width, arena);
    }

    /**
     * The tensor of a NumPy file as the network's input.
     *
     * @throws DataException if there is none, or it does not fit
     */
    public Tensor tensor(Path file, Arena arena) throws DataException {
        return TensorFile.read(file, input, arena);
    }

    /** Numbers of the normal distribution, the same for the same seed. */
    public Tensor noise(long seed, Arena arena) {
        Tensor x = Tensor.allocate(arena, shape.orElseThrow(), Layout.CHANNELS_FIRST);
        Random random = new Random(seed);
        for (long i = 0; i < x.shape().elements(); i++) {
            x.segment().setAtIndex(JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return x;
    }
}
