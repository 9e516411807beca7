package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
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
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

/** Networks of other types, ranks and layouts, and those of a package in service. */
class NetworksTest {
    @TempDir
    private Path folder;

    private ModelRuns runs() {
        return new ModelRuns(folder);
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
        CommandRun run = runs().check(typed(type, ofParameters, opset));
        assertEquals(0, run.status(), run.err() + run.out());
        assertEquals(name, run.layers().getFirst().get("type"));
        double share = ((Number) run.layers().getFirst().get("shareOfBound")).doubleValue();
        // Half an ulp of the type is most of what is allowed: it is not held to another's.
        assertTrue(share > 0.02 && share <= 1, run.out());
        assertTrue(((Number) run.layers().getFirst().get("peerUlps")).doubleValue() < 100, run.out());
        CommandRun changed = runs().recalibrate(typed(type, ofParameters, opset));
        assertEquals(0, changed.status(), changed.err());
        TensorProto mean = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("new.onnx")))
                .getGraph()
                .getInitializer(2);
        assertEquals(ofParameters.getNumber(), mean.getDataType());
        double digits = type == TensorProto.DataType.FLOAT16 ? 0x1p-11 : 0x1p-24;
        NormalizationLayer actual = runs().written();
        runs().recalibrate(Nets.base());
        for (int c = 0; c < 3; c++) {
            double expected = runs().written().variance().values()[c];
            // The input is rounded too.
            assertEquals(expected, actual.variance().values()[c], 2 * digits * expected);
        }
    }

    @Test
    void typesThatOnnxRuntimeCannotRunAreNamed() throws IOException {
        runs().check(typed(TensorProto.DataType.DOUBLE, TensorProto.DataType.FLOAT, 15))
                .assertRefusedWith(
                        "model: " + folder.resolve("net.onnx") + ": ONNX Runtime refuses it",
                        "BatchNormalization",
                        "bn");
        ModelProto.Builder integers = Nets.base();
        integers.getGraphBuilder()
                .setInput(0, Nets.value("x", TensorProto.DataType.INT64, 1, 3, 4, 4))
                .setNode(0, Nets.layer("bn", "f", "y"))
                .addNode(Nets.node("Cast", "f", "x").toBuilder().addAttribute(SmallModels.number("to", 1)));
        runs().check(integers).assertRefusedWith("input x: INT64, must be FLOAT, DOUBLE, FLOAT16 or BFLOAT16");
    }

    @ParameterizedTest
    @CsvSource({"4x3, numbers", "1x3x7, numbers", "1x3x2x3x4, numbers", "1x3x6x5, drawn"})
    void ranksFrom2To5AreTaken(String sizes, String fed) throws IOException {
        CommandRun run = runs().check(ModelRuns.ofSizes(
                List.of(sizes.split("x")).stream().mapToLong(Long::parseLong).toArray()));
        assertEquals(0, run.status(), run.err());
        assertEquals(sizes, run.layers().getFirst().get("shape"));
        assertTrue(run.json().get("input").toString().contains(fed), run.out());
    }

    /** As converters from TensorFlow write it. */
    @Test
    void channelsLastWithTransposesAroundEachLayer() throws IOException {
        ModelProto.Builder model = ModelRuns.ofSizes(1, 6, 5, 3);
        model.getGraphBuilder()
                .clearNode()
                .addNode(transpose("a", "x", 0, 3, 1, 2))
                .addNode(Nets.layer("bn", "a", "b"))
                .addNode(transpose("y", "b", 0, 2, 3, 1));
        CommandRun run = runs().check(model);
        assertEquals(0, run.status(), run.err());
        assertEquals("1x3x6x5", run.layers().getFirst().get("shape"));
        CommandRun changed = runs().recalibrate(model);
        assertEquals(0, changed.status(), changed.err());
        NormalizationLayer last = runs().written();
        assertEquals(0, runs().recalibrate(ModelRuns.ofSizes(1, 3, 6, 5)).status());
        for (int c = 0; c < 3; c++) {
            assertEquals(runs().written().mean().values()[c], last.mean().values()[c], 1e-4);
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
}
