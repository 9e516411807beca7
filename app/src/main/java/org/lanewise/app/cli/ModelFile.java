package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.model.Feeding;
import org.lanewise.app.model.Orientation;
import org.lanewise.app.model.Shapes;
import org.lanewise.app.onnx.OnnxModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which network a command is about, and the shape of what it is fed with. */
final class ModelFile {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The network, in ONNX's format; else the text-orientation network of PaddleOCR (Apache-2.0) "
                    + "in the app.")
    private Optional<Path> file;

    @Option(
            names = "--shape",
            paramLabel = "[INPUT=]NxCxHxW",
            description = "The shape of the input, where the model leaves more open than the batch, which is 1 then, "
                    + "and the height and width of pictures, which are their own then. With several inputs: of the one "
                    + "that is named; may be given for each.")
    private List<String> shapes = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    ModelFile() {}

    /** The file, if one was named. */
    Optional<Path> path() {
        return file;
    }

    /** Reads the network. */
    OnnxModel read() throws DataException {
        return file.isPresent() ? OnnxModel.read(file.get()) : Orientation.network();
    }

    /**
     * What to feed it with.
     *
     * @param tensors whether there are files with tensors
     * @param assumes whether the preprocessing of pictures is assumed where nobody says it; else somebody must
     */
    Feeding feeding(OnnxModel model, PictureOptions options, boolean tensors, boolean assumes) throws DataException {
        Shapes said = shapes();
        return tensors ? Feeding.ofTensors(model, said, options) : Feeding.of(model, said, options, assumes);
    }

    private Shapes shapes() {
        Optional<List<Long>> plain = Optional.empty();
        Map<String, List<Long>> named = new LinkedHashMap<>();
        for (String text : shapes) {
            int end = text.lastIndexOf('=');
            List<Long> sizes = sizes(text, text.substring(end + 1));
            boolean again = end < 0 ? plain.isPresent() : named.containsKey(text.substring(0, end));
            if (again) {
                throw new ParameterException(
                        spec.commandLine(), "shape: " + text + ", must be given once for an input");
            }
            if (end < 0) {
                plain = Optional.of(sizes);
            } else {
                named.put(text.substring(0, end), sizes);
            }
        }
        return new Shapes(plain, named);
    }

    private List<Long> sizes(String whole, String text) {
        try {
            return Arrays.stream(text.split("x", -1)).map(Long::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "shape: " + whole + ", must be numbers with an x between them, as in 1x3x224x224",
                    e);
        }
    }

    /** The network in a few words. */
    String describe(OnnxModel model) throws DataException {
        String known = Orientation.is(model) ? "PaddleOCR's text-orientation network, " : "";
        return model.source() + " (" + known + model.layers().size() + " BatchNormalization layers)";
    }
}
