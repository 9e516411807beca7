package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.LabelledImages;
import org.lanewise.app.file.CnnFile;
import org.lanewise.app.nn.Cnn;
import org.lanewise.app.train.Evaluation;
import org.lanewise.app.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests a saved network with a convolution. */
@Command(
        name = "cnn",
        description = "Tests a network that train cnn saved: its accuracy, and a SHA-256 over its outputs for the test "
                + "images, which are those of the network that was saved, to the bit.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class EvalCnnCommand implements Callable<Integer> {
    private final Path systemData;

    @Parameters(
            paramLabel = "FILE",
            description = "The file, as safetensors with PyTorch's names, in float32, float16, bfloat16 or float64.")
    private Path file;

    @Mixin
    private ColourData data;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Mixin
    private Threads threads;

    @Spec
    private CommandSpec spec;

    EvalCnnCommand(Path systemData) {
        this.systemData = systemData;
    }

    @Override
    public Integer call() throws DataException {
        threads.check();
        DataSource source = data.source(systemData);
        LabelledImages images;
        Evaluation evaluation;
        try (Workers workers = threads.start()) {
            Recipe<Cnn> recipe = Recipe.cnn(workers.pool());
            Cnn network = CnnFile.read(file, recipe);
            images = source.read().test();
            evaluation = Evaluation.of(network, images, recipe.testBatch());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("weights", file.toAbsolutePath().normalize().toString());
            document.put("data", source.description());
            document.put("testImages", images.count());
            document.put("testAccuracy", evaluation.accuracy());
            document.put("outputs", evaluation.outputs());
            Json.print(out, document);
        } else {
            out.printf("weights        %s%n", file.toAbsolutePath().normalize());
            out.printf("data           %s, %d images to test with%n", source.description(), images.count());
            out.printf("test accuracy  %.2f %%%n", 100 * evaluation.accuracy());
            out.printf("outputs        %s%n", evaluation.outputs());
        }
        return 0;
    }
}
