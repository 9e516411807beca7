package org.lanewise.app.cli;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.DrawnText;
import org.lanewise.app.image.Images;
import org.lanewise.app.model.Feeding;
import org.lanewise.app.model.LayerCheck;
import org.lanewise.app.model.LayerTimes;
import org.lanewise.app.model.ModelCheck;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.tensor.Tensor;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the engine on a network that others have trained. */
@Command(
        name = "check-model",
        description = "Runs each BatchNormalization layer of an ONNX file by our engine on the very input that ONNX "
                + "Runtime gives it within the network, and says how far both are from exact, how long they take, and "
                + "what the layer's numbers tell. Ends with 1 if a layer breaks the derived bound, or can't be checked "
                + "in all elements.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CheckModelCommand implements Callable<Integer> {
    private static final String TEXT = "Lanewise 2026";
    private static final long SEED = 1;

    @Mixin
    private ModelFile file;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "A picture to feed the network with, instead of text drawn on the spot.")
    private Optional<Path> image;

    @Option(
            names = "--tensor",
            paramLabel = "FILE",
            description = "A NumPy file (.npy) to feed the network with, instead of a picture.")
    private Optional<Path> tensor;

    @Mixin
    private Preprocess preprocess;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** One: layers in service are small, and more would measure how threads wake up. */
    @Mixin
    private Threads threads = new Threads(1);

    @Spec
    private CommandSpec spec;

    CheckModelCommand() {}

    @Override
    public Integer call() throws DataException {
        threads.check();
        OnnxModel model = file.read();
        if (image.isPresent() && tensor.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "tensor: " + tensor.get() + ", must be left out with --image");
        }
        Feeding feeding = file.feeding(model, preprocess.options(), tensor.isPresent(), true);
        try (Workers workers = threads.start();
                Arena arena = Arena.ofShared()) {
            Tensor x = input(feeding, arena);
            try (ModelCheck check = new ModelCheck(model, feeding, x, threads.count(), workers.pool())) {
                List<LayerCheck> layers;
                List<LayerTimes> times;
                try (Bar bar = json
                        ? Bar.none()
                        : Bar.of("checking", 2L * model.layers().size())) {
                    layers = check.compare(bar::step);
                    times = check.time(bar::step);
                }
                CheckReport report = new CheckReport(
                        file.describe(model),
                        describe(feeding, x),
                        feeding.pictures(),
                        threads.count(),
                        layers,
                        times,
                        check.answers());
                PrintWriter out = spec.commandLine().getOut();
                if (json) {
                    Json.print(out, report.toJson());
                } else {
                    report.print(out);
                }
                return layers.stream().allMatch(LayerCheck::isWithinBound) ? 0 : 1;
            }
        }
    }

    private Tensor input(Feeding feeding, Arena arena) throws DataException {
        if (image.isPresent()) {
            BufferedImage picture = Images.read(image.get());
            return feeding.image(picture, arena);
        }
        if (tensor.isPresent()) {
            return feeding.tensor(tensor.get(), arena);
        }
        return feeding.pictures().isPresent() ? feeding.image(DrawnText.of(TEXT), arena) : feeding.noise(SEED, arena);
    }

    private String describe(Feeding feeding, Tensor x) {
        String what = image.or(() -> tensor)
                .map(Path::toString)
                .orElse(
                        feeding.pictures().isPresent()
                                ? "\"" + TEXT + "\", drawn"
                                : "numbers of the normal distribution, seed " + SEED);
        return what + (feeding.isOfPairs() ? ", upright and turned upside down" : "") + ", as " + x.shape()
                + feeding.describeOthers(List.of(x));
    }
}
