package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import com.google.protobuf.ByteString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.onnx.OnnxFloats;
import org.lanewise.tools.onnx.BoundSession;
import org.lanewise.tools.onnx.Sessions;
import org.lanewise.tools.onnx.Views;

/** A network in ONNX Runtime. To be closed. */
public final class Session implements AutoCloseable {
    /** The key of ONNX Runtime's option for models that come as bytes. */
    private static final String DATA_FOLDER = "session.model_external_initializers_file_folder_path";

    private final String source;
    private final OrtSession session;

    private Session(String source, OrtSession session) {
        this.source = source;
        this.session = session;
    }

    /** ONNX Runtime's version. */
    public static String version() throws DataException {
        return environment().getVersion();
    }

    /** Loads the native library, at the first call. */
    private static OrtEnvironment environment() throws DataException {
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        } catch (LinkageError | RuntimeException e) {
            throw new DataException(
                    "ONNX Runtime: can't be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ", must be there to run models (" + e.getMessage() + ")",
                    e);
        }
    }

    /**
     * Loads a network with each node as the file has it: no graph optimization, nothing fused.
     *
     * @throws DataException if ONNX Runtime does not take it
     */
    public static Session asWritten(Excerpt excerpt, int threads) throws DataException {
        return open(excerpt, threads, OptLevel.NO_OPT);
    }

    /** Loads a network as services do, with all of ONNX Runtime's optimizations. */
    public static Session optimized(Excerpt excerpt, int threads) throws DataException {
        return open(excerpt, threads, OptLevel.ALL_OPT);
    }

    /** Loads a file as {@link #asWritten(Excerpt, int)} does, with the data that are beside it. */
    public static Session asWritten(Path file, String source, int threads) throws DataException {
        return open(file, source, threads, OptLevel.NO_OPT);
    }

    /** Loads a file as services do, with the data that are beside it. */
    public static Session optimized(Path file, String source, int threads) throws DataException {
        return open(file, source, threads, OptLevel.ALL_OPT);
    }

    private static Session open(Path file, String source, int threads, OptLevel level) throws DataException {
        try (OrtSession.SessionOptions options = options(threads, level)) {
            return new Session(
                    source, environment().createSession(file.toAbsolutePath().toString(), options));
        } catch (OrtException e) {
            throw refused(source, e);
        }
    }

    private static Session open(Excerpt excerpt, int threads, OptLevel level) throws DataException {
        try (OrtSession.SessionOptions options = options(threads, level)) {
            if (excerpt.data().isPresent()) {
                options.addConfigEntry(
                        DATA_FOLDER, excerpt.data().get().toAbsolutePath().toString());
            }
            return new Session(excerpt.source(), environment().createSession(excerpt.model(), options));
        } catch (OrtException e) {
            throw refused(excerpt.source(), e);
        }
    }

    private static OrtSession.SessionOptions options(int threads, OptLevel level) throws OrtException {
        OrtSession.SessionOptions options = Sessions.options(threads);
        options.setOptimizationLevel(level);
        // What is wrong comes as an exception.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        return options;
    }

    private static DataException refused(String source, OrtException e) {
        return new DataException("model: " + source + ": ONNX Runtime refuses it: " + e.getMessage(), e);
    }

    /**
     * Runs the network.
     *
     * @param feeds its inputs by name
     * @param outputs which values to give; they must be of a float type and have 2 to 5 axes
     * @return these, in the arena's memory
     */
    public Map<String, Tensor> run(Map<String, Feed> feeds, Collection<String> outputs, Arena arena)
            throws DataException {
        Map<String, Tensor> values = new HashMap<>();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
                if (session.getInputNames().contains(feed.getKey())) {
                    inputs.put(feed.getKey(), view(feed.getValue()));
                }
            }
            try (OrtSession.Result result = session.run(inputs, new LinkedHashSet<>(outputs))) {
                for (String output : outputs) {
                    values.put(output, copy(output, result.get(output).orElseThrow(), arena));
                }
            }
            return values;
        } catch (OrtException e) {
            throw refused(source, e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** Runs a network that has no inputs. */
    Map<String, TensorProto> compute(Collection<String> outputs) throws DataException {
        Map<String, TensorProto> values = new HashMap<>();
        try (OrtSession.Result result = session.run(Map.of(), new LinkedHashSet<>(outputs))) {
            for (String output : outputs) {
                OnnxTensor tensor = tensor(output, result.get(output).orElseThrow());
                TensorProto.Builder copy = TensorProto.newBuilder()
                        .setName(output)
                        .setDataType(dataType(tensor))
                        .setRawData(ByteString.copyFrom(tensor.getByteBuffer()));
                for (long size : tensor.getInfo().getShape()) {
                    copy.addDims(size);
                }
                values.put(output, copy.build());
            }
            return values;
        } catch (OrtException e) {
            throw refused(source, e);
        }
    }

    private OnnxTensor tensor(String name, OnnxValue value) throws DataException {
        if (value instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new DataException("model: " + source + ": value " + name + ": " + value.getType() + ", must be a tensor");
    }

    private Tensor copy(String name, OnnxValue given, Arena arena) throws DataException {
        OnnxTensor value = tensor(name, given);
        try {
            ElementType type = OnnxFloats.type(dataType(value));
            Tensor copy = Tensor.allocate(arena, Shape.of(value.getInfo().getShape()), Layout.CHANNELS_FIRST, type);
            copy.segment().copyFrom(MemorySegment.ofBuffer(value.getByteBuffer()));
            return copy;
        } catch (IllegalArgumentException e) {
            throw new DataException("model: " + source + ": value " + name + ": " + e.getMessage(), e);
        }
    }

    /** ONNX's number of a type, which ONNX Runtime's Java API has by its name alone. */
    private static int dataType(OnnxTensor tensor) {
        String name = tensor.getInfo().onnxType.name().substring("ONNX_TENSOR_ELEMENT_DATA_TYPE_".length());
        return TensorProto.DataType.valueOf(name).getNumber();
    }

    /** A tensor on the same memory. */
    private static OnnxTensor view(Feed feed) throws OrtException {
        return Views.of(feed.memory(), feed.sizes(), OnnxJavaType.valueOf(OnnxFloats.typeName(feed.dataType())));
    }

    /** The same input and output memory for many runs: what is timed is the network alone. */
    public BoundSession bind(String input, Tensor x, String output, Tensor y) throws DataException {
        try {
            return new BoundSession(session, Map.of(input, x), Map.of(output, y));
        } catch (OrtException e) {
            throw refused(source, e);
        }
    }

    @Override
    public void close() {
        Sessions.close(session);
    }
}
