package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.SmallModels;

/** Pictures in the batches that a network takes. */
class NetworkBatchesTest {
    @TempDir
    private Path folder;

    private ModelRuns runs() {
        return new ModelRuns(folder);
    }

    /** Five pictures in batches of four, the last filled up: what counts are the five. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFixedBatchIsFilledUp(boolean behindAnother) throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 5; i++) {
            BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(new Color(10 * i, 20 * i, 255 - i));
            graphics.fillRect(0, 0, 4, 4);
            graphics.dispose();
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
        ModelProto.Builder model = ModelRuns.ofSizes(4, 3, 4, 4);
        if (behindAnother) {
            model.getGraphBuilder().setNode(0, Nets.layer("bn", "a", "y")).addNode(Nets.node("Relu", "a", "x"));
        }
        CommandRun run = runs().recalibrate(model, "--images", images);
        assertEquals(0, run.status(), run.err());
        assertEquals("5 pictures in " + images + ", as 4x3x4x4", run.json().get("data"));
        assertEquals(80, run.layers().getFirst().get("elements"));
        assertEquals(20, runs().written().mean().values()[0], 1e-5);
        assertEquals(200, runs().written().variance().values()[0], 1e-4);
        assertEquals(253, runs().written().mean().values()[2], 1e-4);
    }

    /** The halves of all pictures, first the left ones: that these are as many as the samples twice tells nothing. */
    @Test
    void aBatchWhoseSamplesChangePlacesIsRefused() throws IOException {
        ModelProto.Builder model = ModelRuns.ofSizes(5, 3, 4, 4);
        model.getGraphBuilder()
                .setNode(0, Nets.layer("bn", "c", "y"))
                .addNode(Nets.node("Reshape", "a", "x", "halves"))
                .addNode(Nets.node("Transpose", "b", "a").toBuilder()
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("perm")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addAllInts(List.of(2L, 0L, 1L, 3L))))
                .addNode(Nets.node("Reshape", "c", "b", "samples"))
                .addInitializer(SmallModels.sizes("halves", 5, 3, 2, 8))
                .addInitializer(SmallModels.sizes("samples", 10, 3, 8));
        model.getGraphBuilder().getOutputBuilder(0).clearType();
        runs().recalibrate(model)
                .assertRefusedWith("node bn: input mixes the samples of a batch of 5 with 2 pictures, "
                        + "must keep their order: give a number of pictures that is a multiple of 5");
        assertTrue(Files.notExists(folder.resolve("new.onnx")));
    }

    /** Each picture has its own size, also where the file fixes the batch. */
    @Test
    void picturesOfOtherSizesAreInOtherBatches() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        int[] widths = {32, 32, 64, 32};
        for (int i = 0; i < widths.length; i++) {
            ImageIO.write(
                    new BufferedImage(widths[i], 32, BufferedImage.TYPE_INT_RGB),
                    "png",
                    images.resolve(i + ".png").toFile());
        }
        CommandRun run = runs().recalibrate(ModelRuns.ofSizes(4, 3, 0, 0), "--images", images);
        assertEquals(0, run.status(), run.err());
        assertEquals(
                "4 pictures in " + images + ", as 4x3x32x32, 4x3x32x64",
                run.json().get("data"));
        assertEquals(3 * 32 * 32 + 32 * 64, run.layers().getFirst().get("elements"));
    }

    /** Where samples are not the batch's, the filled part can't be told from the rest. */
    @Test
    void aBatchThatIsTakenApartIsRefused() throws IOException {
        ModelProto.Builder model = ModelRuns.ofSizes(5, 3, 4, 4);
        model.getGraphBuilder()
                .setNode(0, Nets.layer("bn", "a", "y"))
                .addNode(Nets.node("Reshape", "a", "x", "sizes"))
                .addInitializer(SmallModels.sizes("sizes", 1, 3, -1));
        model.getGraphBuilder().getOutputBuilder(0).clearType();
        runs().recalibrate(model)
                .assertRefusedWith(
                        "node bn: input of 1x3x80 for a batch of 5 with 2 pictures, must be a multiple of samples");
    }
}
