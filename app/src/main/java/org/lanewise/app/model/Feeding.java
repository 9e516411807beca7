package org.lanewise.app.model;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.Fit;
import org.lanewise.app.image.ImageInput;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.onnx.Feed;
import org.lanewise.app.onnx.ModelInput;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.Session;
import org.lanewise.tensor.ElementType;
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
    private final List<OtherInput> others;
    private final List<Long> sizes;
    private final Optional<Pictures> pictures;
    private final boolean pairs;

    /**
     * How a network takes pictures.
     *
     * @param input what is done to them
     * @param height what they become, in pixels; 0 where that depends on the picture
     * @param width likewise
     */
    public record Pictures(ImageInput input, int height, int width) {
        /** Whether a size depends on the picture. */
        public boolean isOpen() {
            return height == 0 || width == 0;
        }

        /** What is done to them, in one line. */
        public String describe() {
            return isOpen()
                    ? input.describe(OwnSize.describe(input.preprocessing().fit(), height, width))
                    : input.describe(height, width);
        }
    }

    private Feeding(
            ModelInput input, List<OtherInput> others, List<Long> sizes, Optional<Pictures> pictures, boolean pairs) {
        this.input = input;
        this.others = others;
        this.sizes = sizes;
        this.pictures = pictures;
        this.pairs = pairs;
    }

    /**
     * That of a model, with pictures if it takes them.
     *
     * @param given the shapes that the user says
     * @param options how the pictures become numbers
     * @param assumes whether that is assumed where nobody says it; else somebody must
     * @throws DataException if there is no input of a float type and a shape that is known, or options do not fit it
     */
    public static Feeding of(OnnxModel model, Shapes given, PictureOptions options, boolean assumes)
            throws DataException {
        if (Orientation.is(model)) {
            ModelInput input = model.inputs().getFirst();
            Pictures lines = Orientation.LINES;
            Shape shape = lines.input().shape(2, lines.height(), lines.width());
            if (given.isGiven()) {
                throw new DataException(
                        "shape: given, must be left out for the text-orientation network, which takes " + shape);
            }
            options.requireNone("the text-orientation network has its own preprocessing");
            return new Feeding(
                    input,
                    List.of(),
                    List.of(2L, 3L, (long) lines.height(), (long) lines.width()),
                    Optional.of(lines),
                    true);
        }
        given.requireInputs(model.inputs());
        ModelInput input = main(model, given);
        List<OtherInput> others = others(model, input, given);
        Optional<List<Long>> said = given.ofMain(input);
        Optional<PictureAxes> axes = PictureAxes.of(input.sizes(said, List.of(1, 2, 3)), options.layout());
        List<Integer> free = axes.isEmpty()
                ? List.of()
                : axes.get().layout() == Layout.CHANNELS_LAST ? List.of(1, 2) : List.of(2, 3);
        List<Long> sizes = input.sizes(said, free);
        if (axes.isEmpty()) {
            Shape shape = shape(sizes);
            options.requireNone("an input of " + shape + " takes no pictures");
            return new Feeding(input, others, sizes, Optional.empty(), false);
        }
        PictureAxes a = axes.get();
        ImageInput images = options.input(a.channels(), a.layout(), a.height(), a.width(), assumes);
        if (sizes.contains(0L) && images.preprocessing().fit() == Fit.CROP) {
            if (!images.assumed()) {
                throw new DataException("shape: none, must be given for the input " + input
                        + ", as pictures are cropped to it (--shape, or another --fit)");
            }
            images = images.stretched();
        }
        int height = a.height() == 0 && images.preprocessing().fit() == Fit.LINE ? OwnSize.LINE : a.height();
        return new Feeding(input, others, sizes, Optional.of(new Pictures(images, height, a.width())), false);
    }

    /**
     * That of a model by files with tensors, which have their own shapes.
     *
     * @param given the shapes that the user says, of other inputs than that which the tensors are for
     * @param options what is said of pictures, which must be nothing
     * @throws DataException if something is said, or there is no input of a float type
     */
    public static Feeding ofTensors(OnnxModel model, Shapes given, PictureOptions options) throws DataException {
        given.requireInputs(model.inputs());
        ModelInput input = main(model, given);
        if (given.ofMain(input).isPresent()) {
            throw new DataException("shape: given, must be left out with tensors, which have their own");
        }
        options.requireNone("tensors are fed as they are");
        return new Feeding(input, others(model, input, given), List.of(), Optional.empty(), false);
    }

    /** The first that takes pictures, else the first of a float type. */
    private static ModelInput main(OnnxModel model, Shapes given) throws DataException {
        ModelInput first = null;
        for (ModelInput input : model.inputs()) {
            if (input.type().isPresent()) {
                if (PictureAxes.canBe(given.of(input).orElse(input.sizes()))) {
                    return input;
                }
                first = first == null ? input : first;
            }
        }
        if (first == null) {
            ModelInput any = model.inputs().getFirst();
            throw new DataException("model: " + model.source() + ": input " + any.name() + ": " + any.typeName()
                    + ", must be FLOAT, DOUBLE, FLOAT16 or BFLOAT16");
        }
        return first;
    }

    private static List<OtherInput> others(OnnxModel model, ModelInput main, Shapes given) throws DataException {
        List<OtherInput> others = new ArrayList<>();
        for (ModelInput input : model.inputs()) {
            if (!input.name().equals(main.name())) {
                others.add(OtherInput.of(input, main, given.of(input)));
            }
        }
        return others;
    }

    private static Shape shape(List<Long> sizes) throws DataException {
        try {
            return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
        } catch (IllegalArgumentException e) {
            throw new DataException("shape: " + e.getMessage(), e);
        }
    }

    /** The values of all inputs, for one of the main input. */
    private Map<String, Feed> feeds(Tensor x) {
        Map<String, Feed> feeds = new HashMap<>();
        others.forEach(other -> feeds.put(other.name(), other.feed(x)));
        feeds.put(input.name(), Feed.of(x));
        return feeds;
    }

    /**
     * Runs a network that is fed with a value of the main input.
     *
     * @param values which values to give
     * @throws DataException if it can't be run; where sizes are the picture's, the message says which and how to give
     *     others
     */
    Map<String, Tensor> run(Session session, Tensor x, Collection<String> values, Arena arena) throws DataException {
        try {
            return session.run(feeds(x), values, arena);
        } catch (DataException e) {
            if (pictures.filter(Pictures::isOpen).isEmpty()) {
                throw e;
            }
            throw new DataException(
                    e.getMessage() + "; the input " + input + " was given as " + x.shape()
                            + " by the picture's size, must be one that the network can run (--shape, or --fit line "
                            + "for lines"
                            + " of text)",
                    e);
        }
    }

    /** Whether a value is one of the inputs that {@link #feeds} has. */
    boolean isFed(String name) {
        return name.equals(input.name())
                || others.stream().anyMatch(other -> other.name().equals(name));
    }

    /** The value of an input that {@link #isFed}, for one of the main input. */
    Tensor fed(String name, Tensor x) throws DataException {
        try {
            return feeds(x).get(name).tensor();
        } catch (IllegalArgumentException e) {
            throw new DataException("input " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * What the inputs beside the main one are fed with, to be added to what that one is; empty if there are none.
     *
     * @param values of the main input
     */
    public String describeOthers(List<Tensor> values) {
        return others.stream().map(other -> "; " + other.describe(values)).collect(Collectors.joining());
    }

    /** Some shapes in a few words: the different ones, or how many these are. */
    public static String inWords(Stream<String> shapes) {
        List<String> different = shapes.distinct().toList();
        return different.size() > 3
                ? different.getFirst() + " and " + (different.size() - 1) + " other shapes"
                : String.join(", ", different);
    }

    /** The name of the network's main input. */
    public String input() {
        return input.name();
    }

    /**
     * Ends with an error if the network takes no pictures.
     *
     * @throws DataException if so
     */
    public void requirePictures() throws DataException {
        if (pictures.isEmpty()) {
            throw new DataException("tensors: none, must be given for the input " + input
                    + ": pictures have 4 axes and 1 or 3 channels (--tensors)");
        }
    }

    /** How many pictures go into a batch. */
    public int batch() {
        return pairs ? 1 : Math.toIntExact(sizes.getFirst());
    }

    /** How the network takes pictures; empty if it takes none or is fed with tensors. */
    public Optional<Pictures> pictures() {
        return pictures;
    }

    /** Whether each picture is fed upright and turned, and the network's answers are known. */
    public boolean isOfPairs() {
        return pairs;
    }

    /** Whether two pictures get the same height and width; of a network that takes pictures. */
    public boolean isOneSize(BufferedImage one, BufferedImage other) {
        Pictures kind = pictures.orElseThrow();
        return Arrays.equals(OwnSize.of(one, kind.height, kind.width), OwnSize.of(other, kind.height, kind.width));
    }

    /**
     * Pictures as the network's input, the last one in all samples that are left.
     *
     * @param images one, or as many as a batch has at most, all of one size
     * @throws DataException if the network does not take pictures
     */
    public Batch images(List<BufferedImage> images, Arena arena) throws DataException {
        Pictures kind = pictures.orElseThrow(() -> new DataException(
                "image: given, must be left out for the input " + input + " (images have 4 axes and 1 or 3 channels)"));
        List<BufferedImage> samples = new ArrayList<>(pairs ? Orientation.pair(images.getFirst()) : images);
        int count = samples.size();
        while (!pairs && samples.size() < batch()) {
            samples.add(images.getLast());
        }
        int[] size = OwnSize.of(images.getFirst(), kind.height, kind.width);
        return new Batch(typed(kind.input.tensor(samples, size[0], size[1], arena), arena), count);
    }

    /** A picture as the network's input, in all samples if there are more. */
    public Tensor image(BufferedImage image, Arena arena) throws DataException {
        return images(List.of(image), arena).x();
    }

    private Tensor typed(Tensor x, Arena arena) {
        ElementType type = input.type().orElseThrow();
        return type == x.type()
                ? x
                : Tensor.allocate(arena, x.shape(), x.layout(), type).copyFrom(x.toArray());
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
    public Tensor noise(long seed, Arena arena) throws DataException {
        Shape shape = shape(sizes);
        Random random = new Random(seed);
        float[] numbers = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, input.type().orElseThrow())
                .copyFrom(numbers);
    }
}
