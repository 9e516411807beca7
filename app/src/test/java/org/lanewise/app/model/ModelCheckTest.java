package org.lanewise.app.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.DrawnText;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Precision;

class ModelCheckTest {
    private static OnnxModel parse(ModelProto.Builder model) throws DataException {
        return OnnxModel.parse(model.build().toByteArray(), "m");
    }

    @Test
    void everyLayerOfARealNetworkIsWithinTheBoundAndItsAnswersAreRight() throws DataException {
        OnnxModel network = Orientation.network();
        assertTrue(Orientation.is(network));
        Feeding feeding = Feeding.of(network, Shapes.NONE, PictureOptions.NONE, true);
        try (ForkJoinPool pool = new ForkJoinPool(1);
                Arena arena = Arena.ofShared()) {
            Tensor x = feeding.image(DrawnText.of("Lanewise 2026"), arena);
            try (ModelCheck check = new ModelCheck(network, feeding, x, 2, Optional.of(pool))) {
                int[] done = {0};
                List<LayerCheck> layers = check.compare(() -> done[0]++);
                assertEquals(35, layers.size());
                assertEquals(35, done[0]);
                assertEquals(Shape.of(2, 8, 24, 96), layers.getFirst().shape());
                for (LayerCheck layer : layers) {
                    assertTrue(
                            layer.isWithinBound() && layer.shareOfBound() > 0.1,
                            layer.layer().name());
                    // Both are near, by other roundings: nobody compared something with itself.
                    assertTrue(
                            layer.peers() < 1e5 && layer.apart() > 0.5 && layer.ours() <= layer.apart() + layer.peers(),
                            layer.toString());
                }
                assertEquals(
                        List.of(false, true),
                        check.answers().stream().map(Orientation.Answer::turned).toList());
                for (Orientation.Answer answer : check.answers()) {
                    assertTrue(answer.isRight() && answer.probability() > 0.9, answer.toString());
                }
            }
        }
    }

    /** Opset 7 to 15; images, and what is none. */
    @Test
    void anyOtherNetworkIsFedByItsShape() throws DataException {
        for (long opset : new long[] {7, 9, 14, 15}) {
            OnnxModel model = parse(SmallModels.of(opset, 0, 3, 4, 5));
            Feeding feeding = Feeding.of(model, Shapes.NONE, PictureOptions.NONE, true);
            assertTrue(feeding.pictures().isPresent() && !feeding.isOfPairs());
            try (Arena arena = Arena.ofShared()) {
                assertWithinBound(model, feeding, feeding.image(DrawnText.of("x"), arena));
            }
        }
        OnnxModel sequences = parse(SmallModels.of(15, 7, 3, 0));
        Feeding feeding = Feeding.of(
                sequences, new Shapes(Optional.of(List.of(7L, 3L, 11L)), Map.of()), PictureOptions.NONE, true);
        assertTrue(feeding.pictures().isEmpty());
        try (Arena arena = Arena.ofShared()) {
            assertThrows(DataException.class, () -> feeding.image(DrawnText.of("x"), arena));
            assertWithinBound(sequences, feeding, feeding.noise(1, arena));
        }
    }

    private static void assertWithinBound(OnnxModel model, Feeding feeding, Tensor x) throws DataException {
        try (ModelCheck check = new ModelCheck(model, feeding, x, 1, Optional.empty())) {
            List<LayerCheck> layers = check.compare(() -> {});
            assertEquals(2, layers.size());
            assertTrue(layers.stream().allMatch(LayerCheck::isWithinBound), layers.toString());
            assertEquals(List.of(), check.answers());
        }
    }

    /** Scales at both ends of float's range: twice the one is no float, the other has lost digits. */
    @Test
    void scalesAtTheEndsOfTheRangeAreWithinTheBound() throws DataException {
        ModelProto.Builder extreme = SmallModels.of(15, 1, 3, 4, 5);
        extreme.getGraphBuilder().setInitializer(0, SmallModels.values("first.scale", 3e38f, 1e-41f, 2));
        OnnxModel model = parse(extreme);
        Feeding feeding = Feeding.of(model, Shapes.NONE, PictureOptions.NONE, true);
        try (Arena arena = Arena.ofShared()) {
            Tensor x = Tensor.allocate(arena, Shape.of(1, 3, 4, 5), Layout.CHANNELS_FIRST);
            for (int i = 0; i < 60; i++) {
                x.set(i % 20 / 20.0 - 0.25, 0, i / 20, i / 5 % 4, i % 5);
            }
            assertWithinBound(model, feeding, x);
        }
    }

    @Test
    void aWrongDigitBreaksTheBound() throws DataException {
        NormalizationLayer layer = parse(SmallModels.ordinary()).layers().getFirst();
        Shape shape = Shape.of(2, 3, 4);
        float[] in = new float[24];
        for (int i = 0; i < in.length; i++) {
            in[i] = i / 7f;
        }
        Tensor x = Tensor.of(in, shape, Layout.CHANNELS_FIRST);
        Tensor y = Tensor.of(new float[24], shape, Layout.CHANNELS_FIRST);
        layer.freeze(NormalizationLayer.serially()).apply(x, y);
        assertTrue(LayerCheck.of(layer, x, y, y).isWithinBound());
        LayerCheck exact = LayerCheck.of(layer, x, y, y);
        assertEquals(0, exact.apart());
        assertTrue(new LayerCheck(layer, shape, Precision.FLOAT32, 0, 0, 0, 1, exact.audit(), Optional.empty())
                .isWithinBound());
        assertFalse(new LayerCheck(
                        layer, shape, Precision.FLOAT32, 0, 0, 0, Math.nextUp(1.0), exact.audit(), Optional.empty())
                .isWithinBound());
        float[] spoiled = y.toArray();
        spoiled[23] += 8 * Math.ulp(spoiled[23]);
        Tensor wrong = Tensor.of(spoiled, shape, Layout.CHANNELS_FIRST);
        assertFalse(LayerCheck.of(layer, x, wrong, y).isWithinBound());
        assertEquals(8, LayerCheck.of(layer, x, wrong, y).apart(), 1e-9);
        spoiled[0] = Float.NaN;
        assertEquals(Double.POSITIVE_INFINITY, LayerCheck.of(layer, x, wrong, y).ours());
        assertFalse(LayerCheck.of(layer, x, wrong, y).isWithinBound());
    }

    @Test
    void whatOnnxRuntimeDoesNotTakeIsNamed() throws DataException {
        ModelProto.Builder broken = SmallModels.of(15, 1, 3, 4, 5);
        broken.getGraphBuilder().getNodeBuilder(1).setOpType("Nonsense");
        Feeding feeding = Feeding.of(parse(SmallModels.of(15, 1, 3, 4, 5)), Shapes.NONE, PictureOptions.NONE, true);
        try (Arena arena = Arena.ofShared()) {
            Tensor x = feeding.noise(1, arena);
            String message = assertThrows(
                            DataException.class, () -> new ModelCheck(parse(broken), feeding, x, 1, Optional.empty()))
                    .getMessage();
            assertTrue(
                    message.startsWith("model: m: ONNX Runtime refuses it: ") && message.contains("Nonsense"), message);
        }
    }
}
