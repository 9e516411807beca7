package org.lanewise.app.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.lanewise.app.data.DataException;
import org.lanewise.app.file.Npy;
import org.lanewise.app.image.DrawnText;
import org.lanewise.app.image.Images;
import org.lanewise.app.model.Batch;
import org.lanewise.app.model.Feeding;
import org.lanewise.app.model.Recalibration;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.tensor.Tensor;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives a network's batch normalization the statistics of other pictures. */
@Command(
        name = "recalibrate",
        description = "Computes the mean and variance of each BatchNormalization layer again, over pictures or tensors "
                + "of yours, layer by layer: each is fed by the network whose earlier layers have theirs already. "
                + "Writes the network with these, and nothing else changed, and says how far they moved.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RecalibrateCommand implements Callable<Integer> {
    private static final int DRAWN = 32;
    private static final long SEED = 1;

    @Mixin
    private ModelFile file;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The folder of the pictures; else " + DRAWN + " texts of different looks, drawn on the spot.")
    private Optional<Path> images;

    @Option(
            names = "--tensors",
            paramLabel = "DIR",
            description = "The folder of NumPy files (.npy) to feed the network with, instead of pictures.")
    private Optional<Path> tensors;

    @Mixin
    private Preprocess preprocess;

    @Option(
            names = "--out",
            paramLabel = "NEW",
            required = true,
            description = "Where the network with the new statistics goes.")
    private Path out;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Mixin
    private Threads threads;

    @Spec
    private CommandSpec spec;

    RecalibrateCommand() {}

    @Override
    public Integer call() throws IOException {
        threads.check();
        OnnxModel model = file.read();
        requireOther();
        if (images.isPresent() && tensors.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "tensors: " + tensors.get() + ", must be left out with --images");
        }
        Writable.requireFile(spec.commandLine(), "out", out);
        model.requirePlace(out);
        Feeding feeding = file.feeding(model, preprocess.options(), tensors.isPresent(), false);
        try (Workers workers = threads.start();
                Arena arena = Arena.ofShared()) {
            List<Batch> inputs = inputs(feeding, arena);
            Recalibration recalibration = new Recalibration(feeding, inputs, threads.count(), workers.pool());
            Optional<Recalibration.Score> before = recalibration.score(model);
            Recalibration.Outcome outcome;
            try (Bar bar = json ? Bar.none() : Bar.of("recalibrating", recalibration.steps(model))) {
                outcome = recalibration.of(model, bar::step);
            }
            // ONNX Runtime loads it from its folder, or nothing is written.
            AtomicReference<Optional<Recalibration.Score>> after = new AtomicReference<>();
            outcome.model().write(out, written -> after.set(recalibration.score(outcome.model(), written)));
            RecalibrationReport report = new RecalibrationReport(
                    file.describe(model),
                    describe(feeding, inputs),
                    feeding.pictures(),
                    outcome.changes(),
                    before,
                    after.get(),
                    out);
            PrintWriter writer = spec.commandLine().getOut();
            if (json) {
                Json.print(writer, report.toJson());
            } else {
                report.print(writer);
            }
            return 0;
        }
    }

    /** The network as it was stays: what is lost in its statistics can't be had again. */
    private void requireOther() throws IOException {
        if (file.path().isPresent()
                && Files.exists(out)
                && Files.isSameFile(file.path().get(), out)) {
            throw new ParameterException(
                    spec.commandLine(), "out: " + out + ", must be another file than the network's");
        }
    }

    private List<Batch> inputs(Feeding feeding, Arena arena) throws DataException {
        List<Batch> inputs = new ArrayList<>();
        if (tensors.isPresent()) {
            for (Path tensor : Npy.in(tensors.get())) {
                inputs.add(Batch.whole(feeding.tensor(tensor, arena)));
            }
            return inputs;
        }
        feeding.requirePictures();
        List<BufferedImage> batch = new ArrayList<>();
        if (images.isPresent()) {
            for (Path image : Images.in(images.get())) {
                add(Images.read(image), batch, inputs, feeding, arena);
            }
        } else {
            for (BufferedImage text : DrawnText.various(DRAWN, SEED)) {
                add(text, batch, inputs, feeding, arena);
            }
        }
        if (!batch.isEmpty()) {
            inputs.add(feeding.images(batch, arena));
        }
        return inputs;
    }

    private static void add(
            BufferedImage picture, List<BufferedImage> batch, List<Batch> inputs, Feeding feeding, Arena arena)
            throws DataException {
        // The samples of a batch have one size: a picture of another begins a batch of its own.
        if (!batch.isEmpty() && !feeding.isOneSize(batch.getFirst(), picture)) {
            inputs.add(feeding.images(batch, arena));
            batch.clear();
        }
        batch.add(picture);
        if (batch.size() == feeding.batch()) {
            inputs.add(feeding.images(batch, arena));
            batch.clear();
        }
    }

    private String describe(Feeding feeding, List<Batch> inputs) {
        long count = tensors.isPresent() || feeding.isOfPairs()
                ? inputs.size()
                : inputs.stream().mapToLong(Batch::samples).sum();
        String what = images.map(folder -> count + (count == 1 ? " picture" : " pictures") + " in " + folder)
                .or(() -> tensors.map(folder -> count + (count == 1 ? " tensor" : " tensors") + " in " + folder))
                .orElse(count + " texts of different looks, drawn, seed " + SEED);
        List<Tensor> values = inputs.stream().map(Batch::x).toList();
        return what + (feeding.isOfPairs() ? ", each upright and turned upside down" : "") + ", as "
                + Feeding.inWords(values.stream().map(x -> x.shape().toString())) + feeding.describeOthers(values);
    }
}
