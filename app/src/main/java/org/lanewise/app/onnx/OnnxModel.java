package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Shape;

/** A network in ONNX's format that has batch normalization. Immutable. */
public final class OnnxModel {
    /** What protobuf messages may have, and arrays. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private final String source;
    private final ModelProto proto;
    private final ExternalData data;
    private final List<NormalizationLayer> layers;

    private OnnxModel(String source, ModelProto proto, ExternalData data, List<NormalizationLayer> layers) {
        this.source = source;
        this.proto = proto;
        this.data = data;
        this.layers = layers;
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it can't be read, is no ONNX model, or has no BatchNormalization that infers with
     *     constants of a float type
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
        return parse(bytes, file.toString(), Optional.of(file.toAbsolutePath().getParent()));
    }

    /**
     * Reads the bytes of a file that has all its data in it.
     *
     * @param source what messages call it
     * @throws DataException as {@link #read}
     */
    public static OnnxModel parse(byte[] bytes, String source) throws DataException {
        return parse(bytes, source, Optional.empty());
    }

    private static OnnxModel parse(byte[] bytes, String source, Optional<Path> folder) throws DataException {
        ModelProto proto;
        try {
            proto = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            // A model begins with the version of its format: who has one was an ONNX file.
            boolean begun = e.getUnfinishedMessage() instanceof ModelProto model && model.getIrVersion() > 0;
            throw new DataException(
                    "model: " + source
                            + (begun
                                    ? ": damaged or cut off after " + bytes.length + " bytes, must be a whole ONNX file"
                                    : ": something else, must be an ONNX file"),
                    e);
        }
        if (proto.getIrVersion() <= 0 || proto.getGraph().getNodeCount() == 0) {
            throw new DataException("model: " + source + ": without a graph, must be an ONNX file with a network");
        }
        return of(source, proto, new ExternalData(folder));
    }

    private static OnnxModel of(String source, ModelProto written, ExternalData data) throws DataException {
        ModelProto proto;
        List<NormalizationLayer> layers;
        try {
            data.check(written);
            proto = Functions.inline(UnnamedOutputs.without(written));
            layers = LayerReader.read(proto, data, source);
        } catch (IllegalArgumentException e) {
            throw new DataException("model: " + source + ": " + e.getMessage(), e);
        }
        if (layers.isEmpty()) {
            throw new DataException("model: " + source
                    + ": no BatchNormalization, must have one or more (exporters fold them into convolutions)");
        }
        return new OnnxModel(source, proto, data, layers);
    }

    /** What messages call it. */
    public String source() {
        return source;
    }

    /** Its layers of batch normalization, in the order of execution; at least one. */
    public List<NormalizationLayer> layers() {
        return layers;
    }

    /**
     * What it is fed with to run its layers; at least one. An input that no layer depends on is none.
     *
     * @throws DataException if one is no tensor, or there is none
     */
    public List<ModelInput> inputs() throws DataException {
        GraphProto graph = proto.getGraph();
        List<String> values = layers.stream()
                .flatMap(layer -> Stream.of(layer.input(), layer.output()))
                .toList();
        Set<String> needed = Excerpts.needed(graph, values);
        List<ModelInput> inputs = new ArrayList<>();
        for (ValueInfoProto input : Graphs.fed(graph)) {
            if (needed.contains(input.getName())) {
                inputs.add(ModelInput.of(source, input));
            }
        }
        if (inputs.isEmpty()) {
            throw new DataException(
                    "model: " + source + ": no input that a BatchNormalization depends on, must have one");
        }
        return inputs;
    }

    /** The names of what it gives. */
    public List<String> outputs() {
        return proto.getGraph().getOutputList().stream()
                .map(output -> output.getName())
                .toList();
    }

    /**
     * The file's bytes: as it was read, but for outputs without a name and functions that have layers, which are in the
     * graph.
     */
    public byte[] toByteArray() {
        return proto.toByteArray();
    }

    /** Loads a file of a model. */
    @FunctionalInterface
    public interface Loading {
        /** Does so, or fails. */
        void load(Path file) throws DataException;
    }

    /**
     * Checks that a file of this model can be written.
     *
     * @throws DataException if data of it in other files can't go beside that
     */
    public void requirePlace(Path out) throws DataException {
        new NewModelFile(out, data.folder()).requirePlaceForData(proto);
    }

    /**
     * Writes a file, in the place of one that is there, and its data in other files beside it.
     *
     * @param loading gets the new file, in its folder, before it takes its place
     * @throws DataException if it can't be written or loaded; what was there is there still
     */
    public void write(Path out, Loading loading) throws DataException {
        new NewModelFile(out, data.folder()).write(proto, loading);
    }

    /** The whole. */
    public Excerpt whole() {
        return Excerpt.of(proto, source, data);
    }

    /** What is needed to compute some values, which are its only outputs. */
    public Excerpt upTo(Collection<String> values) {
        return Excerpt.of(Excerpts.upTo(proto, values), source, data);
    }

    /** One layer alone, from its input of a shape and type to its output. */
    public Excerpt single(NormalizationLayer layer, Shape shape, ElementType type) {
        return Excerpt.of(Excerpts.single(proto, layer, shape, type), source, data);
    }

    /**
     * The same network with other statistics in some layers that share theirs, and nothing else changed.
     *
     * @param indices of the layers
     */
    public OnnxModel withStatistics(List<Integer> indices, double[] mean, double[] variance) {
        List<NormalizationLayer> group = indices.stream().map(layers::get).toList();
        NormalizationLayer first = group.getFirst();
        Statistics statistics = new Statistics(proto, group);
        Parameter newMean = statistics.replace(3, first.mean().with(first.mean().tensor(), mean));
        Parameter newVariance =
                statistics.replace(4, first.variance().with(first.variance().tensor(), variance));
        List<NormalizationLayer> changed = new ArrayList<>(layers);
        indices.forEach(index -> changed.set(index, layers.get(index).with(newMean, newVariance)));
        return new OnnxModel(source, statistics.model(), data, List.copyOf(changed));
    }

    /** Whether two networks differ in nothing but the statistics of batch normalization. */
    public boolean isButForStatistics(OnnxModel other) {
        return layers.size() == other.layers.size()
                && proto.getGraph().getNodeCount() == other.proto.getGraph().getNodeCount()
                && neutral().equals(other.neutral());
    }

    private ModelProto neutral() {
        OnnxModel model = this;
        for (int i = 0; i < layers.size(); i++) {
            double[] ones = new double[layers.get(i).channels()];
            Arrays.fill(ones, 1);
            model = model.withStatistics(List.of(i), new double[ones.length], ones);
        }
        return model.proto;
    }
}
