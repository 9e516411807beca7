package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.app.file.NpyFiles;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

/** Networks of other types, ranks, inputs and sizes. */
class NetworksTest {
    @TempDir
    private Path folder;

    private Path write(ModelProto.Builder model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
    }

    private CommandRun check(ModelProto.Builder model, Object... more) throws IOException {
        return run("check-model", model, more);
    }

    private CommandRun recalibrate(ModelProto.Builder model, Object... more) throws IOException {
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

    /** The recalibrated layer. */
    private NormalizationLayer written() throws IOException {
        return OnnxModel.read(folder.resolve("new.onnx")).layers().getFirst();
    }

    /** The base in another type; parameters in one that may differ. */
    private static ModelProto.Builder typed(TensorProto.DataType type, TensorProto.DataType ofParameters, long opset) {
        ModelProto.Builder model = Nets.base(opset);
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.setInput(0, Nets.value("x", type, 1, 3, 4, 4)).setOutput(0, Nets.value("y", type, 1, 3, 4, 4));
        for (int i = 0; i < 4; i++) {
            TensorProto old = graph.getInitializer(i);
            TensorProto.Builder tensor = TensorProto.newBuilder()
                    .setName(old.getName())
                    .setDataType(ofParameters.getNumber())
                    .addDims(3);
            for (float value : old.getFloatDataList()) {
                switch (ofParameters) {
                    case DOUBLE -> tensor.addDoubleData(value + 1e-12);
                    case FLOAT16 -> tensor.addInt32Data(Float.floatToFloat16(value) & 0xffff);
                    default -> tensor.addFloatData(value);
                }
            }
            graph.setInitializer(i, tensor);
        }
        return model;
    }

    @ParameterizedTest
    @CsvSource({
        "DOUBLE, DOUBLE, 9, float64",
        "DOUBLE, DOUBLE, 15, float64",
        "FLOAT16, FLOAT16, 9, float16",
        "FLOAT16, FLOAT16, 15, float16",
        "FLOAT16, FLOAT, 15, float16"
    })
    void layersOfOtherTypesAreHeldToTheirOwnBound(
            TensorProto.DataType type, TensorProto.DataType ofParameters, long opset, String name) throws IOException {
        CommandRun run = check(typed(type, ofParameters, opset));
        assertEquals(0, run.status(), run.err() + run.out());
        assertEquals(name, run.layers().getFirst().get("type"));
        double share = ((Number) run.layers().getFirst().get("shareOfBound")).doubleValue();
        // Half an ulp of the type is most of what is allowed: it is not held to another's.
        assertTrue(share > 0.02 && share <= 1, run.out());
        assertTrue(((Number) run.layers().getFirst().get("peerUlps")).doubleValue() < 100, run.out());
        CommandRun changed = recalibrate(typed(type, ofParameters, opset));
        assertEquals(0, changed.status(), changed.err());
        TensorProto mean = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("new.onnx")))
                .getGraph()
                .getInitializer(2);
        assertEquals(ofParameters.getNumber(), mean.getDataType());
        double digits = type == TensorProto.DataType.FLOAT16 ? 0x1p-11 : 0x1p-24;
        NormalizationLayer actual = written();
        recalibrate(Nets.base());
        for (int c = 0; c < 3; c++) {
            double expected = written().variance().values()[c];
            // The input is rounded too.
            assertEquals(expected, actual.variance().values()[c], 2 * digits * expected);
        }
    }

    @Test
    void typesThatOnnxRuntimeCannotRunAreNamed() throws IOException {
        check(typed(TensorProto.DataType.DOUBLE, TensorProto.DataType.FLOAT, 15))
                .assertRefusedWith(
                        "model: " + folder.resolve("net.onnx") + ": ONNX Runtime refuses it",
                        "BatchNormalization",
                        "bn");
        ModelProto.Builder integers = Nets.base();
        integers.getGraphBuilder()
                .setInput(0, Nets.value("x", TensorProto.DataType.INT64, 1, 3, 4, 4))
                .setNode(0, Nets.layer("bn", "f", "y"))
                .addNode(Nets.node("Cast", "f", "x").toBuilder().addAttribute(SmallModels.number("to", 1)));
        check(integers).assertRefusedWith("input x: INT64, must be FLOAT, DOUBLE, FLOAT16 or BFLOAT16");
    }

    private static ModelProto.Builder ofSizes(long... sizes) {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder().setInput(0, SmallModels.value("x", sizes)).setOutput(0, SmallModels.value("y", sizes));
        return model;
    }

    @ParameterizedTest
    @CsvSource({"4x3, numbers", "1x3x7, numbers", "1x3x2x3x4, numbers", "1x3x6x5, drawn"})
    void ranksFrom2To5AreTaken(String sizes, String fed) throws IOException {
        CommandRun run = check(ofSizes(
                List.of(sizes.split("x")).stream().mapToLong(Long::parseLong).toArray()));
        assertEquals(0, run.status(), run.err());
        assertEquals(sizes, run.layers().getFirst().get("shape"));
        assertTrue(run.json().get("input").toString().contains(fed), run.out());
    }

    /** A second one that no layer needs, one that it does, one of integers. */
    @Test
    void severalInputsAreFed() throws IOException {
        ModelProto.Builder unused = Nets.base();
        unused.getGraphBuilder()
                .addInput(SmallModels.value("z", 0, 0))
                .setNode(0, Nets.layer("bn", "x", "a"))
                .addNode(Nets.node("Add", "y", "a", "z"));
        assertEquals(0, check(unused).status());
        assertEquals(0, recalibrate(unused).status());
        ModelProto.Builder needed = Nets.base();
        needed.getGraphBuilder()
                .addInput(0, SmallModels.value("z", 0, 0))
                .addInput(Nets.value("n", TensorProto.DataType.INT64, 1))
                .setNode(0, Nets.layer("bn", "c", "y"))
                .addNode(Nets.node("Add", "a", "x", "z"))
                .addNode(Nets.node("Cast", "b", "n").toBuilder().addAttribute(SmallModels.number("to", 1)))
                .addNode(Nets.node("Add", "c", "a", "b"));
        check(needed)
                .assertRefusedWith("shape: none, must be given for the input z of ?x? (--shape, or --shape z=... ");
        CommandRun run = check(needed, "--shape", "z=4x1");
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.json()
                        .get("input")
                        .toString()
                        .endsWith(", as 1x3x4x4; input z: normal numbers, as 4x1; input n: ones, as 1"),
                run.out());
        // An open batch is that of the picture, and is said.
        CommandRun two = check(
                needed.clone()
                        .setGraph(needed.getGraphBuilder()
                                .clone()
                                .addInput(SmallModels.value("s"))
                                .setNode(0, Nets.layer("bn", "d", "y"))
                                .addNode(Nets.node("Add", "d", "c", "s"))
                                .setInput(1, SmallModels.value("x", 0, 3, 4, 4))
                                .setInput(2, Nets.value("n", TensorProto.DataType.INT64, 0, 1, 1, 1))),
                "--shape",
                "z=4x1",
                "--shape",
                "x=2x3x4x4");
        assertEquals(0, two.status(), two.err());
        assertTrue(
                two.json()
                        .get("input")
                        .toString()
                        .endsWith("; input z: normal numbers, as 4x1; input n: ones, as 2x1x1x1; input s: normal "
                                + "numbers, as ()"),
                two.out());
        assertEquals(0, recalibrate(needed, "--shape", "z=4x1").status());
        check(needed, "--shape", "q=4x1")
                .assertRefusedWith("shape: q=..., must name an input that layers depend on: z, x, n");
        check(needed, "--shape", "z=4x1", "--shape", "z=4x1")
                .assertRefusedWith("shape: z=4x1, must be given once for an input");
        check(needed, "--shape", "z=4xa").assertRefusedWith("shape: z=4xa, must be numbers with an x between them");
        check(needed, "--shape", "z=4x1", "--shape", "x=1x3x4x4", "--shape", "1x3x4x4")
                .assertRefusedWith("shape: given twice for the input x");
    }

    /** Two pictures, as those of a siamese network: both are the picture; each input is a layer's own. */
    @Test
    void inputsOfOneKindGetThePicture() throws IOException {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder()
                .addInput(SmallModels.value("z", 1, 3, 4, 4))
                .setNode(0, Nets.layer("bn", "x", "a"))
                .addNode(Nets.layer("other", "z", "b"))
                .addNode(Nets.node("Sub", "y", "a", "b"));
        CommandRun run = check(model);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.json().get("input").toString().endsWith("; input z: the same"), run.out());
        CommandRun changed = recalibrate(model);
        assertEquals(0, changed.status(), changed.err());
        assertEquals(1024, changed.layers().getFirst().get("elements"));
    }

    @Test
    void anInputWithoutAShapeIsAskedFor() throws IOException {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .clearShape();
        check(model)
                .assertRefusedWith("shape: none, must be given for the input x, which has no shape (--shape x=...)");
        for (String shape : List.of("1x3x6x5", "x=1x3x6x5")) {
            CommandRun run = check(model, "--shape", shape);
            assertEquals(0, run.status(), run.err());
            assertEquals("1x3x6x5", run.layers().getFirst().get("shape"));
        }
        assertEquals(0, recalibrate(model, "--shape", "1x3x6x5").status());
    }

    /** A network that takes any shape takes that of the file; what no tensor of ours has is refused in a line. */
    @Test
    void tensorsBringTheShapeThatAnInputLacks() throws IOException {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .clearShape();
        Path tensor = NpyFiles.write(folder.resolve("x.npy"), "(2, 3, 5)", new float[30]);
        CommandRun run = check(model, "--tensor", tensor);
        assertEquals(0, run.status(), run.err());
        assertEquals("2x3x5", run.layers().getFirst().get("shape"));
        NpyFiles.write(tensor, "(2, 3, 0)", new float[0]);
        check(model, "--tensor", tensor)
                .assertRefusedWith("shape 2x3x0, must have sizes above 0 that fit the input x, which has no shape");
        model.getGraphBuilder().setInput(0, SmallModels.value("x", 0, 3, 0, 0, 0, 2));
        for (String shape : List.of("(1, 3, 1, 1, 1, 2)", "(3, 1, 1, 1, 2)")) {
            NpyFiles.write(tensor, shape, new float[6]);
            check(model, "--tensor", tensor)
                    .assertRefusedWith("tensor: " + tensor + ": shape ", "sizes: rank 6, must be 2 to 5");
        }
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
        ModelProto.Builder model = ofSizes(4, 3, 4, 4);
        if (behindAnother) {
            model.getGraphBuilder().setNode(0, Nets.layer("bn", "a", "y")).addNode(Nets.node("Relu", "a", "x"));
        }
        CommandRun run = recalibrate(model, "--images", images);
        assertEquals(0, run.status(), run.err());
        assertEquals("5 pictures in " + images + ", as 4x3x4x4", run.json().get("data"));
        assertEquals(80, run.layers().getFirst().get("elements"));
        assertEquals(20, written().mean().values()[0], 1e-5);
        assertEquals(200, written().variance().values()[0], 1e-4);
        assertEquals(253, written().mean().values()[2], 1e-4);
    }

    /** The halves of all pictures, first the left ones: that these are as many as the samples twice tells nothing. */
    @Test
    void aBatchWhoseSamplesChangePlacesIsRefused() throws IOException {
        ModelProto.Builder model = ofSizes(5, 3, 4, 4);
        model.getGraphBuilder()
                .setNode(0, Nets.layer("bn", "c", "y"))
                .addNode(Nets.node("Reshape", "a", "x", "halves"))
                .addNode(Nets.node("Transpose", "b", "a").toBuilder()
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("perm")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addAllInts(List.of(2L, 0L, 1L, 3L))))
                .addNode(Nets.node("Reshape", "c", "b", "samples"))
                .addInitializer(TensorProto.newBuilder()
                        .setName("halves")
                        .setDataType(7)
                        .addDims(4)
                        .addAllInt64Data(List.of(5L, 3L, 2L, 8L)))
                .addInitializer(TensorProto.newBuilder()
                        .setName("samples")
                        .setDataType(7)
                        .addDims(3)
                        .addAllInt64Data(List.of(10L, 3L, 8L)));
        model.getGraphBuilder().getOutputBuilder(0).clearType();
        recalibrate(model)
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
        CommandRun run = recalibrate(ofSizes(4, 3, 0, 0), "--images", images);
        assertEquals(0, run.status(), run.err());
        assertEquals(
                "4 pictures in " + images + ", as 4x3x32x32, 4x3x32x64",
                run.json().get("data"));
        assertEquals(3 * 32 * 32 + 32 * 64, run.layers().getFirst().get("elements"));
    }

    /** Where samples are not the batch's, the filled part can't be told from the rest. */
    @Test
    void aBatchThatIsTakenApartIsRefused() throws IOException {
        ModelProto.Builder model = ofSizes(5, 3, 4, 4);
        model.getGraphBuilder()
                .setNode(0, Nets.layer("bn", "a", "y"))
                .addNode(Nets.node("Reshape", "a", "x", "sizes"))
                .addInitializer(TensorProto.newBuilder()
                        .setName("sizes")
                        .setDataType(7)
                        .addDims(3)
                        .addInt64Data(1)
                        .addInt64Data(3)
                        .addInt64Data(-1));
        model.getGraphBuilder().getOutputBuilder(0).clearType();
        recalibrate(model)
                .assertRefusedWith(
                        "node bn: input of 1x3x80 for a batch of 5 with 2 pictures, must be a multiple of samples");
    }

    /** As converters from TensorFlow write it. */
    @Test
    void channelsLastWithTransposesAroundEachLayer() throws IOException {
        ModelProto.Builder model = ofSizes(1, 6, 5, 3);
        model.getGraphBuilder()
                .clearNode()
                .addNode(transpose("a", "x", 0, 3, 1, 2))
                .addNode(Nets.layer("bn", "a", "b"))
                .addNode(transpose("y", "b", 0, 2, 3, 1));
        CommandRun run = check(model);
        assertEquals(0, run.status(), run.err());
        assertEquals("1x3x6x5", run.layers().getFirst().get("shape"));
        CommandRun changed = recalibrate(model);
        assertEquals(0, changed.status(), changed.err());
        NormalizationLayer last = written();
        assertEquals(0, recalibrate(ofSizes(1, 3, 6, 5)).status());
        for (int c = 0; c < 3; c++) {
            assertEquals(written().mean().values()[c], last.mean().values()[c], 1e-4);
        }
    }

    private static NodeProto transpose(String output, String input, long... axes) {
        AttributeProto.Builder order =
                AttributeProto.newBuilder().setName("perm").setType(AttributeProto.AttributeType.INTS);
        for (long axis : axes) {
            order.addInts(axis);
        }
        return Nets.node("Transpose", output, input).toBuilder()
                .addAttribute(order)
                .build();
    }

    /** Sizes that are open become the picture's. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 200, 100, 1x3x96x192",
        "0, 0, 4000, 3000, 1x3x704x960",
        "48, 0, 200, 100, 1x3x48x96",
        "48, 0, 201, 100, 1x3x48x128",
        "0, 64, 100, 200, 1x3x128x64",
        "48, 0, 5000, 10, 1x3x48x960",
        "0, 0, 9, 9, 1x3x32x32"
    })
    void openSizesAreThoseOfThePicture(long height, long width, int pictureWidth, int pictureHeight, String shape)
            throws IOException {
        BufferedImage image = new BufferedImage(pictureWidth, pictureHeight, BufferedImage.TYPE_INT_RGB);
        Path file = folder.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());
        CommandRun run = check(ofSizes(0, 3, height, width), "--image", file);
        assertEquals(0, run.status(), run.err());
        assertEquals(file + ", as " + shape, run.json().get("input"));
        String said = run.json().get("images").toString();
        assertTrue(said.contains("multiple of 32, at most 960"), said);
        CommandRun given =
                check(ofSizes(0, 3, height, width), "--image", file, "--shape", height > 0 ? "1x3x48x40" : "1x3x40x64");
        assertEquals(
                height > 0 ? "1x3x48x40" : "1x3x40x64",
                given.layers().getFirst().get("shape"));
    }

    /** What would be cut out of the picture is not known then; nobody said so is another case. */
    @Test
    void cropsNeedASize() throws IOException {
        check(ofSizes(0, 3, 0, 0), "--preprocess", "imagenet")
                .assertRefusedWith("shape: none, must be given for the input ?x3x?x?, as pictures are cropped to it "
                        + "(--shape, or another --fit)");
        CommandRun assumed = check(ofSizes(0, 3, 0, 0));
        assertEquals(0, assumed.status(), assumed.err());
        assertTrue(
                assumed.json().get("images").toString().contains("stretch to its own height and width"), assumed.out());
    }

    /** The other networks of the package that the default one is from, as they come. */
    @ParameterizedTest
    @CsvSource({"ch_PP-OCRv3_det_infer, paddleocr-det, 1x3x64x320", "ch_PP-OCRv4_rec_infer, paddleocr-rec, 1x3x48x256"})
    void networksInServiceAreTakenAsTheyCome(String name, String preset, String shape) throws IOException {
        Path file = folder.resolve("net.onnx");
        try (InputStream in = getClass().getClassLoader().getResourceAsStream("models/" + name + ".onnx")) {
            Files.copy(in, file);
        }
        Path images = Files.createDirectory(folder.resolve("images"));
        BufferedImage image = new BufferedImage(310, 60, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 310 * 60; i++) {
            image.setRGB(i % 310, i / 310, i * i * 77);
        }
        ImageIO.write(image, "png", images.resolve("a.png").toFile());
        Path out = folder.resolve("new.onnx");
        CommandRun run =
                CommandRun.of("recalibrate", file, "--out", out, "--images", images, "--preprocess", preset, "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals("1 picture in " + images + ", as " + shape, run.json().get("data"));
        assertEquals(OnnxModel.read(file).layers().size(), run.layers().size());
        CommandRun check =
                CommandRun.of("check-model", out, "--image", images.resolve("a.png"), "--preprocess", preset, "--json");
        assertEquals(0, check.status(), check.err());
        assertEquals(run.layers().size(), check.json().get("layersWithinBound"));
    }

    /**
     * A network for lines of text, given a picture as high as it is: ONNX Runtime's words alone don't say what to do.
     */
    @Test
    void aSizeThatTheNetworkCannotRunIsNamed() throws IOException {
        Path file = folder.resolve("net.onnx");
        try (InputStream in = getClass().getClassLoader().getResourceAsStream("models/ch_PP-OCRv4_rec_infer.onnx")) {
            Files.copy(in, file);
        }
        Path image = folder.resolve("a.png");
        ImageIO.write(new BufferedImage(310, 120, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        CommandRun run = CommandRun.of("check-model", file, "--image", image, "--json");
        assertEquals(2, run.status());
        assertTrue(
                run.err()
                        .contains(
                                "; the input ?x3x?x? was given as 1x3x128x320 by the picture's size, must be one that "
                                        + "the network can run (--shape, or --fit line for lines of text)"),
                run.err());
    }
}
