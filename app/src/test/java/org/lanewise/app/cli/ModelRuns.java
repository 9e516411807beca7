package org.lanewise.app.cli;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

/**
 * Commands on a model that a test has made, which is written to a folder first.
 *
 * @param folder for {@code net.onnx}, and for the recalibrated {@code new.onnx}
 */
record ModelRuns(Path folder) {
    CommandRun check(ModelProto.Builder model, Object... more) throws IOException {
        return run("check-model", model, more);
    }

    CommandRun recalibrate(ModelProto.Builder model, Object... more) throws IOException {
        Object[] all = new Object[more.length + 4];
        System.arraycopy(new Object[] {"--out", folder.resolve("new.onnx"), "--preprocess", "raw"}, 0, all, 0, 4);
        System.arraycopy(more, 0, all, 4, more.length);
        return run("recalibrate", model, all);
    }

    private CommandRun run(String command, ModelProto.Builder model, Object... more) throws IOException {
        Object[] all = new Object[more.length + 3];
        System.arraycopy(new Object[] {command, write(model), "--json"}, 0, all, 0, 3);
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandRun.of(all);
    }

    private Path write(ModelProto.Builder model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
    }

    /** The recalibrated layer. */
    NormalizationLayer written() throws IOException {
        return OnnxModel.read(folder.resolve("new.onnx")).layers().getFirst();
    }

    static ModelProto.Builder ofSizes(long... sizes) {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder().setInput(0, SmallModels.value("x", sizes)).setOutput(0, SmallModels.value("y", sizes));
        return model;
    }
}
