package org.lanewise.app.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.DataException;
import org.lanewise.app.file.NpyFiles;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.image.Preset;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

class FeedingTest {
    @TempDir
    private Path folder;

    private static OnnxModel model(long... sizes) throws DataException {
        return OnnxModel.parse(SmallModels.of(15, sizes).build().toByteArray(), "m");
    }

    private static Feeding feeding(PictureOptions options, long... sizes) throws DataException {
        return Feeding.of(model(sizes), Shapes.NONE, options, true);
    }

    private static PictureOptions layout(Layout layout) {
        PictureOptions none = PictureOptions.NONE;
        return new PictureOptions(
                Optional.of(Preset.RAW),
                none.range(),
                none.mean(),
                none.std(),
                none.blueFirst(),
                none.fit(),
                OptionalInt.empty(),
                none.antialias(),
                Optional.of(layout));
    }

    private static void assertRefused(String message, PictureOptions options, long... sizes) {
        assertEquals(
                message,
                assertThrows(DataException.class, () -> feeding(options, sizes)).getMessage());
    }

    private static void assertFed(Layout layout, int height, int width, Feeding feeding) throws DataException {
        Feeding.Pictures pictures = feeding.pictures().orElseThrow();
        assertEquals(layout, pictures.input().layout());
        assertEquals(height, pictures.height());
        assertEquals(width, pictures.width());
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = feeding.image(new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB), arena);
            assertEquals(pictures.input().shape(1, height, width), x.shape());
        }
    }

    @Test
    void theChannelsAreTheAxisThatCanBe() throws DataException {
        PictureOptions none = PictureOptions.NONE;
        assertFed(Layout.CHANNELS_FIRST, 4, 5, feeding(none, 0, 3, 4, 5));
        assertFed(Layout.CHANNELS_FIRST, 4, 5, feeding(none, 1, 1, 4, 5));
        assertFed(Layout.CHANNELS_LAST, 4, 5, feeding(none, 0, 4, 5, 3));
        assertFed(Layout.CHANNELS_LAST, 4, 5, feeding(none, 1, 4, 5, 1));
        assertFed(Layout.CHANNELS_LAST, 3, 5, feeding(layout(Layout.CHANNELS_LAST), 1, 3, 5, 3));
        assertFed(Layout.CHANNELS_FIRST, 5, 3, feeding(layout(Layout.CHANNELS_FIRST), 1, 3, 5, 3));
        assertTrue(feeding(none, 1, 4, 4, 5).pictures().isEmpty());
        assertTrue(feeding(none, 1, 3, 5).pictures().isEmpty());
        assertRefused(
                "layout: none, must be given for the input 1x3x5x3, "
                        + "whose channels may be the second axis or the last "
                        + "(--layout nchw or nhwc)",
                none,
                1,
                3,
                5,
                3);
        assertRefused(
                "layout: nhwc, must have 1 or 3 channels in the input 1x3x4x5",
                layout(Layout.CHANNELS_LAST),
                1,
                3,
                4,
                5);
        assertRefused(
                "layout: nchw, must have 1 or 3 channels in the input 1x4x5x3",
                layout(Layout.CHANNELS_FIRST),
                1,
                4,
                5,
                3);
    }

    @Test
    void whatTakesNoPicturesTakesNoPreprocessing() {
        PictureOptions raw = PictureOptions.of(Preset.RAW);
        assertRefused("preprocess: raw, must be left out: an input of 1x3x5 takes no pictures", raw, 1, 3, 5);
        assertEquals(
                "preprocess: raw, must be left out: the text-orientation network has its own preprocessing",
                assertThrows(DataException.class, () -> Feeding.of(Orientation.network(), Shapes.NONE, raw, true))
                        .getMessage());
        assertEquals(
                "preprocess: raw, must be left out: tensors are fed as they are",
                assertThrows(DataException.class, () -> Feeding.ofTensors(model(1, 3, 5), Shapes.NONE, raw))
                        .getMessage());
        assertEquals(
                "shape: given, must be left out with tensors, which have their own",
                assertThrows(
                                DataException.class,
                                () -> Feeding.ofTensors(
                                        model(1, 3, 5),
                                        new Shapes(Optional.of(List.of(1L)), Map.of()),
                                        PictureOptions.NONE))
                        .getMessage());
    }

    @Test
    void theOrientationNetworkHasItsOwn() throws DataException {
        Feeding feeding = Feeding.of(Orientation.network(), Shapes.NONE, PictureOptions.NONE, false);
        assertEquals(
                "BGR, resized to height 48, at most 192 wide without antialiasing, zeros right, 2x/255 - 1, NCHW",
                feeding.pictures().orElseThrow().describe());
    }

    private Tensor tensor(Arena arena, String shape, int elements, long... sizes) throws IOException {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = i / 8f;
        }
        Path file = NpyFiles.write(folder.resolve("x.npy"), shape, values);
        return Feeding.ofTensors(model(sizes), Shapes.NONE, PictureOptions.NONE).tensor(file, arena);
    }

    @Test
    void aTensorKeepsItsShapeAndValues() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Tensor x = tensor(arena, "(2, 3, 7)", 42, 0, 3, 0);
            assertEquals(Shape.of(2, 3, 7), x.shape());
            assertEquals(41 / 8.0, x.get(1, 2, 6));
            assertTrue(x.segment().isNative());
            assertEquals(Shape.of(1, 3, 7), tensor(arena, "(3, 7)", 21, 0, 3, 7).shape());
            assertEquals(Shape.of(1, 3, 7), tensor(arena, "(3, 7)", 21, 1, 3, 7).shape());
            for (Object[] wrong : new Object[][] {
                {"(3, 7)", 21, "3x7", "2x3x7", new long[] {2, 3, 7}},
                {"(1, 3, 8)", 24, "1x3x8", "?x3x7", new long[] {0, 3, 7}},
                {"(1, 1, 3, 7)", 21, "1x1x3x7", "?x3x7", new long[] {0, 3, 7}},
                {"(1, 3, 0)", 0, "1x3x0", "?x3x?", new long[] {0, 3, 0}},
                {"()", 1, "()", "?x3", new long[] {0, 3}}
            }) {
                assertEquals(
                        "tensor: " + folder.resolve("x.npy") + ": shape " + wrong[2]
                                + ", must have sizes above 0 that fit the input " + wrong[3],
                        assertThrows(
                                        DataException.class,
                                        () -> tensor(arena, (String) wrong[0], (int) wrong[1], (long[]) wrong[4]))
                                .getMessage());
            }
        }
    }

    @Test
    void numbersAreExactOrRefused() throws IOException {
        OnnxModel rows = model(0, 3);
        Feeding feeding = Feeding.ofTensors(rows, Shapes.NONE, PictureOptions.NONE);
        try (Arena arena = Arena.ofShared()) {
            // NaN and infinity stay, doubles are rounded.
            assertArrayEquals(
                    new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 0.1f},
                    feeding.tensor(
                                    NpyFiles.write(folder.resolve("d.npy"), Double.NaN, Double.NEGATIVE_INFINITY, 0.1),
                                    arena)
                            .toArray());
            Path large = NpyFiles.write(folder.resolve("l.npy"), 1.0, 2, 1e39);
            assertEquals(
                    "tensor: " + large + ": 1.0E39, must be in the range of float32",
                    assertThrows(DataException.class, () -> feeding.tensor(large, arena))
                            .getMessage());
            assertArrayEquals(
                    new float[] {1, -16777218, 16777216},
                    feeding.tensor(NpyFiles.write(folder.resolve("i.npy"), 1L, -16777218, 16777216), arena)
                            .toArray());
            Path inexact = NpyFiles.write(folder.resolve("n.npy"), 1L, 2, 16777217);
            assertEquals(
                    "tensor: " + inexact + ": integer 16777217, must be one that float32 has",
                    assertThrows(DataException.class, () -> feeding.tensor(inexact, arena))
                            .getMessage());
        }
    }

    private static Feeding ofTensors(TensorProto.DataType type, long... sizes) throws DataException {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder().setInput(0, Nets.value("x", type, sizes));
        return Feeding.ofTensors(OnnxModel.parse(model.build().toByteArray(), "m"), Shapes.NONE, PictureOptions.NONE);
    }

    /** The network's type counts, not float32. */
    @Test
    void numbersAreOfTheInputsType() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Feeding doubles = ofTensors(TensorProto.DataType.DOUBLE, 0, 3);
            Path fine = NpyFiles.write(folder.resolve("d.npy"), 0.1, 1e39, 1 + 0x1p-50);
            assertArrayEquals(
                    new double[] {0.1, 1e39, 1 + 0x1p-50},
                    doubles.tensor(fine, arena).toDoubleArray());
            Path integer = NpyFiles.write(folder.resolve("i.npy"), 1L, 2, 16777217);
            assertArrayEquals(
                    new double[] {1, 2, 16777217},
                    doubles.tensor(integer, arena).toDoubleArray());
            Feeding halves = ofTensors(TensorProto.DataType.FLOAT16, 0, 3);
            Path large = NpyFiles.write(folder.resolve("l.npy"), 1.0, 2, 1e5);
            assertEquals(
                    "tensor: " + large + ": 100000.0, must be in the range of float16",
                    assertThrows(DataException.class, () -> halves.tensor(large, arena))
                            .getMessage());
            Path inexact = NpyFiles.write(folder.resolve("n.npy"), 1L, 2, 2049);
            assertEquals(
                    "tensor: " + inexact + ": integer 2049, must be one that float16 has",
                    assertThrows(DataException.class, () -> halves.tensor(inexact, arena))
                            .getMessage());
        }
    }
}
