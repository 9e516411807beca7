package org.lanewise.app.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lanewise.app.data.DataException;
import org.lanewise.app.image.DrawnText;
import org.lanewise.app.image.PictureOptions;
import org.lanewise.app.onnx.Feed;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.Session;
import org.lanewise.app.onnx.SmallModels;
import org.lanewise.tensor.Tensor;

/** The real network, on three drawn texts. */
class RecalibrationTest {
    private static final Arena ARENA = Arena.ofShared();

    private static Feeding feeding;
    private static List<Tensor> inputs;
    private static Recalibration recalibration;
    private static Recalibration.Outcome outcome;

    @BeforeAll
    static void recalibrate() throws DataException {
        feeding = Feeding.of(Orientation.network(), Shapes.NONE, PictureOptions.NONE, true);
        inputs = new ArrayList<>();
        for (BufferedImage text : DrawnText.various(3, 7)) {
            inputs.add(feeding.image(text, ARENA));
        }
        recalibration =
                new Recalibration(feeding, inputs.stream().map(Batch::whole).toList(), 1, Optional.empty());
        int[] done = {0};
        outcome = recalibration.of(Orientation.network(), () -> done[0]++);
        assertEquals(35 * 3, done[0]);
    }

    @AfterAll
    static void close() {
        ARENA.close();
    }

    /**
     * By sums in double over two passes. A stored number is off by half an ulp of float; the engine's variance by
     * 2.5e-8 of itself; the sums here by less than a thousandth of that.
     */
    @Test
    void everyLayersInputHasTheStoredMeanAndVariance() throws DataException {
        OnnxModel model = outcome.model();
        for (NormalizationLayer layer : model.layers()) {
            List<float[]> seen = new ArrayList<>();
            long spatial = 0;
            try (Session session = Session.asWritten(model.upTo(Set.of(layer.input())), 1);
                    Arena arena = Arena.ofShared()) {
                for (Tensor x : inputs) {
                    Tensor in = session.run(Map.of(feeding.input(), Feed.of(x)), Set.of(layer.input()), arena)
                            .get(layer.input());
                    spatial = in.shape().spatial();
                    seen.add(in.toArray());
                }
            }
            for (int c = 0; c < layer.channels(); c++) {
                double[] elements = channel(seen, layer.channels(), (int) spatial, c);
                double mean = 0;
                for (double element : elements) {
                    mean += element / elements.length;
                }
                double variance = 0;
                for (double element : elements) {
                    variance += (element - mean) * (element - mean) / elements.length;
                }
                assertEquals(
                        mean,
                        layer.mean().values()[c],
                        0x1p-24 * Math.abs(mean) + 1e-10 * Math.sqrt(variance),
                        layer.name());
                assertEquals(variance, layer.variance().values()[c], 1.1 * (0x1p-24 + 2.5e-8) * variance, layer.name());
            }
        }
    }

    private static double[] channel(List<float[]> tensors, int channels, int spatial, int c) {
        // Each tensor is a pair.
        double[] elements = new double[tensors.size() * 2 * spatial];
        int count = 0;
        for (float[] values : tensors) {
            for (int n = 0; n < 2; n++) {
                for (int s = 0; s < spatial; s++) {
                    elements[count++] = values[(n * channels + c) * spatial + s];
                }
            }
        }
        return elements;
    }

    @Test
    void onItsOwnDataItChangesNothingMore() throws DataException {
        Recalibration.Outcome again = recalibration.of(outcome.model(), () -> {});
        assertArrayEquals(outcome.model().toByteArray(), again.model().toByteArray());
        for (LayerChange change : again.changes()) {
            assertEquals(new LayerChange(change.name(), change.channels(), change.elements(), 0, 1, 1), change);
        }
        // It did change something before.
        for (LayerChange change : outcome.changes()) {
            assertTrue(change.smallestRatio() < 1 && change.largestRatio() > change.smallestRatio(), change.toString());
            // So many positions in three pairs of pictures.
            assertEquals(0, change.elements() % 6);
        }
        assertTrue(
                outcome.changes().getFirst().meanShift() > 0.01,
                outcome.changes().getFirst().toString());
    }

    @Test
    void nothingButTheStatisticsIsAnotherByte() throws InvalidProtocolBufferException {
        byte[] before = Orientation.network().toByteArray();
        byte[] after = outcome.model().toByteArray();
        assertEquals(before.length, after.length);
        assertFalse(Arrays.equals(before, after));
        assertArrayEquals(withoutStatistics(before), withoutStatistics(after));
    }

    /** Without the tensors that are the fourth and fifth input of BatchNormalization. */
    private static byte[] withoutStatistics(byte[] bytes) throws InvalidProtocolBufferException {
        ModelProto.Builder model = ModelProto.parseFrom(bytes).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        Set<String> statistics = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOpType().equals("BatchNormalization")) {
                statistics.addAll(node.getInputList().subList(3, 5));
            }
        }
        int cleared = 0;
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOpType().equals("Constant") && statistics.contains(node.getOutput(0))) {
                node.getAttributeBuilder(0).getTBuilder().clearRawData().clearFloatData();
                cleared++;
            }
        }
        assertEquals(70, cleared);
        return model.build().toByteArray();
    }

    @Test
    void onnxRuntimeTakesItAndAnswers() throws DataException {
        Recalibration.Score score = recalibration.score(outcome.model()).orElseThrow();
        assertEquals(6, score.answers());
        assertTrue(score.probability() > 0 && score.probability() <= 1, score.toString());
        assertTrue(Orientation.is(outcome.model()));
    }

    @Test
    void aFirstLayerThatTakesTheInputItselfHasTheInputsStatistics() throws DataException {
        OnnxModel model = OnnxModel.parse(SmallModels.ordinary().build().toByteArray(), "m");
        Feeding small = Feeding.of(model, Shapes.NONE, PictureOptions.NONE, true);
        try (Arena arena = Arena.ofShared()) {
            List<Tensor> noise = List.of(small.noise(1, arena), small.noise(2, arena));
            Recalibration.Outcome result = new Recalibration(
                            small, noise.stream().map(Batch::whole).toList(), 1, Optional.empty())
                    .of(model, () -> {});
            assertEquals(40, result.changes().getFirst().elements());
            double sum = 0;
            for (Tensor x : noise) {
                for (int i = 0; i < 20; i++) {
                    sum += x.get(0, 1, i / 5, i % 5);
                }
            }
            assertEquals(sum / 40, result.model().layers().getFirst().mean().values()[1], 1e-7);
            // One position per channel has no variance.
            OnnxModel vectors = OnnxModel.parse(SmallModels.of(15, 1, 3).build().toByteArray(), "m");
            Feeding row = Feeding.of(vectors, Shapes.NONE, PictureOptions.NONE, true);
            List<Tensor> one = List.of(row.noise(1, arena));
            assertEquals(
                    "model: m: node first: elements per channel: 1, must be 2 or more: "
                            + "give more pictures or tensors",
                    assertThrows(
                                    DataException.class,
                                    () -> new Recalibration(
                                                    row,
                                                    one.stream()
                                                            .map(Batch::whole)
                                                            .toList(),
                                                    1,
                                                    Optional.empty())
                                            .of(vectors, () -> {}))
                            .getMessage());
        }
    }

    /** Two layers share theirs; the one between them is measured behind what they end up with. */
    @Test
    void betweenLayersThatShareStatisticsAllIsAsItWillBeFed() throws DataException {
        ModelProto.Builder proto = Nets.model(
                15,
                Nets.parameters(
                                Nets.layer("one", "x", "a"),
                                Nets.node("Abs", "r", "a"),
                                Nets.node("BatchNormalization", "b", "r", "gamma", "beta", "own mean", "own variance"),
                                Nets.layer("other", "b", "y"))
                        .addInitializer(SmallModels.values("own mean", 9, 9, 9))
                        .addInitializer(SmallModels.values("own variance", 9, 9, 9)));
        OnnxModel model = OnnxModel.parse(proto.build().toByteArray(), "m");
        Feeding small = Feeding.of(model, Shapes.NONE, PictureOptions.NONE, true);
        try (Arena arena = Arena.ofShared()) {
            Tensor x = small.noise(1, arena);
            int[] done = {0};
            Recalibration recalibrating = new Recalibration(small, List.of(Batch.whole(x)), 1, Optional.empty());
            Recalibration.Outcome result = recalibrating.of(model, () -> done[0]++);
            assertEquals(recalibrating.steps(model), done[0]);
            NormalizationLayer between = result.model().layers().get(1);
            Tensor in;
            try (Session session = Session.asWritten(result.model().upTo(Set.of("r")), 1)) {
                in = small.run(session, x, Set.of("r"), arena).get("r");
            }
            for (int c = 0; c < 3; c++) {
                double mean = 0;
                for (int i = 0; i < 16; i++) {
                    mean += in.get(0, c, i / 4, i % 4) / 16;
                }
                assertEquals(mean, between.mean().values()[c], 1e-6);
            }
        }
    }
}
