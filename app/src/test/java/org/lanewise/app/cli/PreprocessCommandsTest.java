package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import com.fasterxml.jackson.jr.ob.JSON;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.file.NpyFiles;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

/** How pictures and tensors get into a network, by the statistics that its first layer has afterwards. */
class PreprocessCommandsTest {
    private static final int[][] PIXELS = {{124, 116, 104}, {30, 200, 77}};

    @TempDir
    private Path folder;

    private Path images;
    private Path nchw;
    private Path nhwc;
    private Path out;

    /** Two pictures, each of one colour, of the proportions of the network's input. */
    @BeforeEach
    void write() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < PIXELS.length; i++) {
            BufferedImage image = new BufferedImage(40, 32, BufferedImage.TYPE_INT_RGB);
            int[] row = new int[40 * 32];
            Arrays.fill(row, PIXELS[i][0] << 16 | PIXELS[i][1] << 8 | PIXELS[i][2]);
            image.setRGB(0, 0, 40, 32, row, 0, 40);
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
        nchw = Files.write(
                folder.resolve("nchw.onnx"),
                SmallModels.of(15, 0, 3, 4, 5).build().toByteArray());
        nhwc = Files.write(folder.resolve("nhwc.onnx"), transposing().build().toByteArray());
        out = folder.resolve("new.onnx");
    }

    /** As NCHW, but its input is transposed from NHWC before its first layer. */
    private static ModelProto.Builder transposing() {
        ModelProto.Builder model = SmallModels.of(15, 0, 3, 4, 5);
        GraphProto.Builder graph = model.getGraphBuilder();
        TensorShapeProto.Builder shape =
                graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
        shape.addDim(shape.getDim(1)).removeDim(1);
        AttributeProto.Builder order = AttributeProto.newBuilder()
                .setName("perm")
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(List.of(0L, 3L, 1L, 2L));
        graph.addNode(
                0,
                NodeProto.newBuilder()
                        .setOpType("Transpose")
                        .addInput("x")
                        .addOutput("t")
                        .addAttribute(order));
        graph.getNodeBuilder(1).setInput(0, "t");
        return model;
    }

    /** In the order of the network's channels: offset and scale of a pixel, (x * scale - offset). */
    private void assertStatistics(double[] scale, double[] offset, boolean blueFirst, String... options)
            throws IOException {
        for (Path model : List.of(nchw, nhwc)) {
            Files.deleteIfExists(out);
            CommandRun result = run(all(
                    new String[] {
                        "recalibrate", model.toString(), "--images", images.toString(), "--out", out.toString()
                    },
                    options));
            assertEquals(0, result.status(), result.err());
            NormalizationLayer layer = OnnxModel.read(out).layers().getFirst();
            for (int c = 0; c < 3; c++) {
                int colour = blueFirst ? 2 - c : c;
                double first = PIXELS[0][colour] * scale[c] - offset[c];
                double second = PIXELS[1][colour] * scale[c] - offset[c];
                String what = String.join(" ", options) + " of " + model;
                assertEquals((first + second) / 2, layer.mean().values()[c], 1e-4 * scale[c] * 255, what);
                double spread = (first - second) / 2;
                assertEquals(spread * spread, layer.variance().values()[c], 1e-4 * spread * spread, what);
            }
        }
    }

    private static double[] three(double a) {
        return new double[] {a, a, a};
    }

    @Test
    void statisticsAreThoseOfThePreprocessing() throws IOException {
        double[] scale = {1 / (255 * 0.229), 1 / (255 * 0.224), 1 / (255 * 0.225)};
        double[] offset = {0.485 / 0.229, 0.456 / 0.224, 0.406 / 0.225};
        assertStatistics(scale, offset, false, "--preprocess", "imagenet");
        assertStatistics(scale, offset, true, "--preprocess", "imagenet", "--channels", "bgr", "--fit", "stretch");
        assertStatistics(three(2 / 255.0), three(1), false, "--preprocess", "minus-one-to-one");
        assertStatistics(
                three(2 / 255.0),
                three(1),
                true,
                "--preprocess",
                "minus-one-to-one",
                "--channels",
                "bgr",
                "--fit",
                "pad");
        assertStatistics(three(1 / 255.0), three(0), false, "--preprocess", "zero-to-one");
        assertStatistics(
                three(1 / 255.0), three(0), true, "--preprocess", "zero-to-one", "--channels", "bgr", "--fit", "crop");
        assertStatistics(three(1), three(0), false, "--preprocess", "raw");
        assertStatistics(three(1), three(0), true, "--preprocess", "raw", "--channels", "bgr", "--antialias", "no");
        assertStatistics(scale, offset, true, "--preprocess", "paddleocr-det");
        assertStatistics(scale, offset, false, "--preprocess", "paddleocr-det", "--channels", "rgb");
        assertStatistics(three(2 / 255.0), three(1), true, "--preprocess", "paddleocr-rec");
        assertStatistics(three(2 / 255.0), three(1), false, "--preprocess", "paddleocr-rec", "--channels", "rgb");
        // By parts alone.
        assertStatistics(
                three(0.5 * 2 / 255.0),
                new double[] {0.75, 0.5, 0.25},
                false,
                "--range",
                "-1..1",
                "--mean",
                "0.5,0,-0.5",
                "--std",
                "2");
        assertStatistics(
                three(1),
                new double[] {103.939, 116.779, 123.68},
                true,
                "--range=0..255",
                "--mean",
                "103.939,116.779,123.68",
                "--channels",
                "bgr");
    }

    @Test
    void reportsSayWhatWasDone() throws IOException {
        String line = "RGB, resized to cover 5x6, center crop 4x5, (x/255 - mean)/std with mean 0.485 0.456 0.406, std "
                + "0.229 0.224 0.225, ";
        String[] recalibrate = {
            "recalibrate",
            nhwc.toString(),
            "--images",
            images.toString(),
            "--out",
            out.toString(),
            "--preprocess",
            "imagenet"
        };
        assertTrue(
                run(recalibrate).out().lines().toList().contains("images  " + line + "NHWC"),
                run(recalibrate).out());
        Map<?, ?> parts = (Map<?, ?>) JSON.std
                .mapFrom(run(all(recalibrate, "--json", "--channels", "bgr")).out())
                .get("images");
        assertEquals("imagenet", parts.get("name"));
        assertEquals(false, parts.get("assumed"));
        assertEquals("bgr", parts.get("channels"));
        assertEquals(List.of(0.0, 1.0), parts.get("range"));
        assertEquals(List.of(0.485, 0.456, 0.406), parts.get("mean"));
        assertEquals(List.of(0.229, 0.224, 0.225), parts.get("std"));
        assertEquals("crop", parts.get("fit"));
        assertEquals(List.of(5, 6), parts.get("resize"));
        assertEquals(4, parts.get("height"));
        assertEquals(5, parts.get("width"));
        assertEquals(true, parts.get("antialias"));
        assertEquals("nhwc", parts.get("layout"));
        assertTrue(parts.get("description").toString().startsWith("BGR, "));
        CommandRun check = run("check-model", nchw.toString());
        assertEquals(0, check.status(), check.err());
        assertTrue(
                check.out().lines().toList().contains("images   imagenet by default: " + line + "NCHW"), check.out());
        Map<?, ?> assumed = (Map<?, ?>) JSON.std
                .mapFrom(run("check-model", nhwc.toString(), "--json", "--fit", "stretch")
                        .out())
                .get("images");
        assertEquals(true, assumed.get("assumed"));
        assertEquals("stretch", assumed.get("fit"));
        assertEquals(null, assumed.get("resize"));
        Map<?, ?> range = (Map<?, ?>) JSON.std
                .mapFrom(run("recalibrate", nchw.toString(), "--out", out.toString(), "--json", "--range", "-1..1")
                        .out())
                .get("images");
        assertEquals(null, range.get("name"));
        assertEquals(List.of(-1.0, 1.0), range.get("range"));
        assertEquals(List.of(0.0, 0.0, 0.0), range.get("mean"));
        assertEquals(List.of(1.0, 1.0, 1.0), range.get("std"));
    }

    @Test
    void helpSaysWhatNamesMean() {
        for (String command : List.of("check-model", "recalibrate")) {
            String help = run(command, "--help").out().replaceAll("\\s+", " ");
            for (String meaning : List.of(
                    "imagenet: RGB, (x/255 - mean)/std with mean 0.485 0.456 0.406 and std 0.229 0.224 0.225",
                    "minus-one-to-one: RGB, 2x/255 - 1",
                    "zero-to-one: RGB, x/255",
                    "raw: RGB, x,",
                    "paddleocr-det: BGR",
                    "paddleocr-rec: BGR, 2x/255 - 1",
                    "--layout=LAYOUT")) {
                assertTrue(help.contains(meaning), meaning + " in " + help);
            }
        }
    }

    @Test
    void tensorsAreFedAsTheyAre() throws IOException {
        Path tensors = Files.createDirectory(folder.resolve("tensors"));
        Path model = Files.write(
                folder.resolve("rows.onnx"), SmallModels.of(15, 0, 3, 0).build().toByteArray());
        // Channel 1 is 2, 4 in one, 9 in the other.
        NpyFiles.write(tensors.resolve("a.npy"), "(1, 3, 2)", 0, 0, 2, 4, 0, 8);
        Path one = NpyFiles.write(tensors.resolve("b.npy"), "(3, 1)", 0, 9, 16);
        String[] recalibrate = {
            "recalibrate", model.toString(), "--tensors", tensors.toString(), "--out", out.toString(), "--json"
        };
        CommandRun result = run(recalibrate);
        assertEquals(0, result.status(), result.err());
        Map<String, Object> document = JSON.std.mapFrom(result.out());
        assertEquals("2 tensors in " + tensors + ", as 1x3x2, 1x3x1", document.get("data"));
        assertFalse(document.containsKey("images"));
        NormalizationLayer layer = OnnxModel.read(out).layers().getFirst();
        assertEquals(5, layer.mean().values()[1], 1e-6);
        assertEquals((9 + 1 + 16) / 3.0, layer.variance().values()[1], 1e-5);
        CommandRun check = run("check-model", model.toString(), "--tensor", one.toString());
        assertEquals(0, check.status(), check.err());
        assertTrue(check.out().contains("input    " + one + ", as 1x3x1\n"), check.out());
        assertFalse(check.out().contains("images "), check.out());
        // Also in the place of pictures, where nobody needs to know which axis has the channels.
        Path twice = Files.write(
                folder.resolve("twice.onnx"),
                SmallModels.of(15, 1, 3, 2, 3).build().toByteArray());
        NpyFiles.write(folder.resolve("square.npy"), "(3, 2, 3)", new float[18]);
        String[] either = {"recalibrate", twice.toString(), "--tensors", folder.toString(), "--out", out.toString()};
        assertEquals(0, run(either).status());
    }

    @Test
    void wrongOptionsAreOneLineAndStatusTwo() throws IOException {
        String model = nchw.toString();
        String rows = Files.write(
                        folder.resolve("rows.onnx"),
                        SmallModels.of(15, 1, 3, 7).build().toByteArray())
                .toString();
        Path tensors = Files.createDirectory(folder.resolve("tensors"));
        Path tensor = NpyFiles.write(tensors.resolve("a.npy"), "(3, 8)", new float[24]);
        String none =
                "preprocess: none, must say how the network was trained to see pictures, as its statistics depend "
                        + "on it: imagenet, "
                        + "minus-one-to-one, zero-to-one, raw, paddleocr-det, paddleocr-rec (--preprocess; or "
                        + "--range, --mean and --std)";
        String[] recalibrate = {"recalibrate", "--out", out.toString()};
        assertRefused(none, recalibrate, model, "--images", images.toString());
        assertRefused(none, recalibrate, model);
        assertRefused(none, recalibrate, model, "--mean", "0.5", "--std", "0.5");
        assertRefused(
                "tensors: none, must be given for the input 1x3x7: pictures have 4 axes and 1 or 3 channels "
                        + "(--tensors)",
                recalibrate,
                rows);
        assertRefused(
                "tensors: " + tensors + ", must be left out with --images",
                recalibrate,
                rows,
                "--tensors",
                tensors.toString(),
                "--images",
                images.toString());
        assertRefused(
                "tensors: " + images + ", must be a folder with NumPy files (.npy)",
                recalibrate,
                rows,
                "--tensors",
                images.toString());
        assertRefused(
                "tensor: " + tensor + ": shape 3x8, must have sizes above 0 that fit the input 1x3x7",
                recalibrate,
                rows,
                "--tensors",
                tensors.toString());
        String[] check = {"check-model"};
        assertRefused(
                "tensor: " + tensor + ", must be left out with --image",
                check,
                rows,
                "--tensor",
                tensor.toString(),
                "--image",
                images.resolve("0.png").toString());
        assertRefused(
                "tensor: " + tensor + ": shape 3x8, must have sizes above 0 that fit the input 1x3x7",
                check,
                rows,
                "--tensor",
                tensor.toString());
        assertRefused(
                "image: given, must be left out for the input 1x3x7 (images have 4 axes and 1 or 3 channels)",
                check,
                rows,
                "--image",
                images.resolve("0.png").toString());
        for (String[] command : List.of(recalibrate, check)) {
            assertRefused(
                    "preprocess: Imagenet, must be one of imagenet, minus-one-to-one, zero-to-one, raw, "
                            + "paddleocr-det, paddleocr-rec",
                    command,
                    model,
                    "--preprocess",
                    "Imagenet");
            assertRefused("range: 0-1, must be one of 0..1, -1..1, 0..255", command, model, "--range", "0-1");
            String[] named = all(command, model, "--preprocess", "imagenet");
            assertRefused("std: 0.229,0,0.225, must be above 0", named, "--std", "0.229,0,0.225");
            assertRefused("std: -1, must be above 0", named, "--std", "-1");
            assertRefused("std: NaN, must be finite", named, "--std", "NaN");
            assertRefused("mean: Infinity, must be finite", named, "--mean", "Infinity");
            assertRefused(
                    "mean: 0.5;0.5, must be numbers with a comma between them, as in 0.485,0.456,0.406",
                    named,
                    "--mean",
                    "0.5;0.5");
            assertRefused(
                    "mean: , must be numbers with a comma between them, as in 0.485,0.456,0.406", named, "--mean", "");
            assertRefused(
                    "mean: 0.5 0.5, must be 1 number or 3 for an input of 3 channels", named, "--mean", "0.5,0.5");
            assertRefused("channels: brg, must be one of rgb, bgr", named, "--channels", "brg");
            assertRefused("fit: squeeze, must be one of stretch, crop, pad, line", named, "--fit", "squeeze");
            assertRefused("antialias: maybe, must be one of yes, no", named, "--antialias", "maybe");
            assertRefused("layout: nchwc, must be one of nchw, nhwc", named, "--layout", "nchwc");
            assertRefused("layout: nhwc, must have 1 or 3 channels in the input 1x3x4x5", named, "--layout", "nhwc");
            for (String size : List.of("0", "-3", "many", "99999999999")) {
                assertRefused("resize: " + size + ", must be a number of pixels above 0", named, "--resize", size);
            }
            assertRefused("resize: 4, must be at least 5, as the crop is 4x5", named, "--resize", "4");
            assertRefused(
                    "preprocess: raw, must be left out: an input of 1x3x7 takes no pictures",
                    command,
                    rows,
                    "--preprocess",
                    "raw");
            assertRefused(
                    "mean: 0.5, must be left out: the text-orientation network has its own preprocessing",
                    command,
                    "--mean",
                    "0.5");
        }
        assertRefused(
                "fit: crop, must be left out: tensors are fed as they are",
                recalibrate,
                rows,
                "--tensors",
                tensors.toString(),
                "--fit",
                "crop");
        assertFalse(Files.exists(out));
    }

    private void assertRefused(String line, String[] command, String... more) {
        run(all(command, more)).assertRefused("lanewise " + command[0] + ": " + line);
    }

    private static String[] all(String[] command, String... more) {
        return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private CommandRun run(String... args) {
        return CommandRun.in(folder, args);
    }
}
