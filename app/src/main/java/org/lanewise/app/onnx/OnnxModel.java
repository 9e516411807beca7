package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Shape;

/** A network in ONNX's format that has batch normalization. Immutable. */
public final class OnnxModel {
    /** What protobuf messages may have, and arrays. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private final String source;
    private final ModelProto proto;
    private final List<NormalizationLayer> layers;

    private OnnxModel(String source, ModelProto proto, List<NormalizationLayer> layers) {
        this.source = source;
        this.proto = proto;
        this.layers = layers;
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it can't be read, is no ONNX model, or has no BatchNormalization that infers with constants of float32
     */
    public static OnnxModel read(Path file) throws DataException {
        if (!Files.isRegularFile(file)) {
            throw new DataException("model: " + file + ": missing, must be an ONNX file");
        }
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DataException("model: " + file + ": " + Files.size(file) + " bytes, must be less than 2 GB");
            }
            bytes = Files.readAllBytes(file);
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException("model: " + file + ": " + e.getMessage() + ", must be a file that can be read", e);
        }
        return parse(bytes, file.toString());
    }

    /**
     * Reads the bytes of a file.
     *
     * @param source what messages call it
     * @throws DataException as {@link #read}
     */
    public static OnnxModel parse(byte[] bytes, String source) throws DataException {
        ModelProto proto;
        try {
            proto = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            // A model begins with the version of its format: who has one was an ONNX file.
            boolean begun = e.getUnfinishedMessage() instanceof ModelProto model && model.getIrVersion() > 0;
            throw new DataException("model: " + source + (begun
                    ? ": damaged or cut off after " + bytes.length + " bytes, must be a whole ONNX file"
                    : ": something else, must be an ONNX file"), e);
        }
        if (proto.getIrVersion() <= 0 || proto.getGraph().getNodeCount() == 0) {
            throw new DataException("model: " + source + ": without a graph, must be an ONNX file with a network");
        }
        return of(source, proto);
    }

    private static OnnxModel of(String source, ModelProto proto) throws DataException {
        List<NormalizationLayer> layers;
        try {
            layers = LayerReader.read(proto);
        } catch (IllegalArgumentException e) {
            throw new DataException("model: " + source + ": " + e.getMessage(), e);
        }
        if (layers.isEmpty()) {
            throw new DataException("model: " + source
                    + ": no BatchNormalization, must have one or more (exporters fold them into convolutions)");
        }
        return new OnnxModel(source, proto, layers);
    }

    /** What messages call it. */
    public String source() {
        return source;
    }

    /** Its layers of batch normalization, in the order of execution; at least one. */
    public List<NormalizationLayer> layers() {
        return layers;
    }

    /** What it is fed with. */
    public ModelInput input() throws DataException {
        return ModelInput.of(source, proto.getGraph());
    }

    /** The names of what it gives. */
    public List<String> outputs() {
        return proto.getGraph().getOutputList().stream().map(output -> output.getName()).toList();
    }

    /** The file's bytes. */
    public byte[] toByteArray() {
        return proto.toByteArray();
    }

    /** The bytes of the whole, with some of its values as further outputs. */
    public byte[] exposing(Collection<String> values) {
        return Excerpts.exposing(proto, values).toByteArray();
    }

    /** The bytes of what is needed to compute one value, which is its only output. */
    public byte[] upTo(String value) {
        return Excerpts.upTo(proto, value).toByteArray();
    }

    /** The bytes of one layer alone, from its input of a shape to its output. */
    public byte[] single(NormalizationLayer layer, Shape shape) {
        return Excerpts.single(proto, layer, shape).toByteArray();
    }

    /**
     * Checks that a layer's statistics can be replaced without another node seeing it.
     *
     * @throws DataException if something else uses them too
     */
    public void requireOwnStatistics(NormalizationLayer layer) throws DataException {
        GraphProto graph = proto.getGraph();
        NodeProto node = graph.getNode(layer.node());
        for (String name : node.getInputList().subList(3, 5)) {
            boolean twice = Collections.frequency(node.getInputList(), name) > 1;
            boolean byOthers = IntStream.range(0, graph.getNodeCount())
                    .anyMatch(other -> other != layer.node() && Excerpts.inputs(graph.getNode(other)).contains(name));
            if (twice || byOthers || outputs().contains(name)) {
                throw new DataException("model: " + source + ": node " + layer.name() + ": " + name
                        + " is used elsewhere too, must be this layer's own to be replaced");
            }
        }
    }

    /**
     * The same network with other statistics in one layer, and nothing else changed.
     *
     * @param index of the layer
     */
    public OnnxModel withStatistics(int index, float[] mean, float[] variance) {
        NormalizationLayer old = layers.get(index);
        GraphProto.Builder graph = proto.getGraph().toBuilder();
        Constants constants = new Constants(proto.getGraph());
        NodeProto node = proto.getGraph().getNode(old.node());
        constants.replace(graph, node.getInput(3), mean);
        constants.replace(graph, node.getInput(4), variance);
        NormalizationLayer[] changed = layers.toArray(NormalizationLayer[]::new);
        changed[index] = new NormalizationLayer(old.name(), old.node(), old.input(), old.output(), old.epsilon(), old.gamma(),
                old.beta(), mean.clone(), variance.clone());
        return new OnnxModel(source, proto.toBuilder().setGraph(graph).build(), List.of(changed));
    }

    /** Whether two networks differ in nothing but the statistics of batch normalization. */
    public boolean isButForStatistics(OnnxModel other) {
        return layers.size() == other.layers.size() && neutral().equals(other.neutral());
    }

    private ModelProto neutral() {
        OnnxModel model = this;
        for (int i = 0; i < layers.size(); i++) {
            float[] ones = new float[layers.get(i).channels()];
            Arrays.fill(ones, 1);
            model = model.withStatistics(i, new float[ones.length], ones);
        }
        return model.proto;
    }
}
