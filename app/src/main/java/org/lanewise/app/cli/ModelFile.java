package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.model.Feeding;
import org.lanewise.app.model.Orientation;
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
            description = "The network, in ONNX's format; else the text-orientation network of PaddleOCR (Apache-2.0) in the app.")
    private Optional<Path> file;

    @Option(
            names = "--shape",
            paramLabel = "NxCxHxW",
            description = "The shape of the input, where the model leaves more open than the batch, which is 1 then.")
    private Optional<String> shape;

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
        Optional<List<Long>> sizes = shape.map(this::sizes);
        return tensors ? Feeding.ofTensors(model, sizes, options) : Feeding.of(model, sizes, options, assumes);
    }

    private List<Long> sizes(String text) {
        try {
            return Arrays.stream(text.split("x", -1)).map(Long::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), "shape: " + text + ", must be numbers with an x between them, as in 1x3x224x224", e);
        }
    }

    /** The network in a few words. */
    String describe(OnnxModel model) throws DataException {
        String known = Orientation.is(model) ? "PaddleOCR's text-orientation network, " : "";
        return model.source() + " (" + known + model.layers().size() + " BatchNormalization layers)";
    }
}
