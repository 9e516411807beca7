package org.lanewise.app.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** A network in ONNX Runtime. To be closed. */
public final class Session implements AutoCloseable {
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
            throw new DataException("ONNX Runtime: can't be loaded on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ", must be there to run models (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Loads a network with each node as the file has it: no graph optimization, nothing fused.
     *
     * @param source what messages call it
     * @throws DataException if ONNX Runtime does not take it
     */
    public static Session asWritten(byte[] model, String source, int threads) throws DataException {
        return open(model, source, threads, OptLevel.NO_OPT);
    }

    /** Loads a network as services do, with all of ONNX Runtime's optimizations. */
    public static Session optimized(byte[] model, String source, int threads) throws DataException {
        return open(model, source, threads, OptLevel.ALL_OPT);
    }

    private static Session open(byte[] model, String source, int threads, OptLevel level) throws DataException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(level);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // What is wrong comes as an exception.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return new Session(source, environment().createSession(model, options));
        } catch (OrtException e) {
            throw refused(source, e);
        }
    }

    private static DataException refused(String source, OrtException e) {
        return new DataException("model: " + source + ": ONNX Runtime refuses it: " + e.getMessage(), e);
    }

    /**
     * Runs the network.
     *
     * @param name of its input
     * @param x the input, native memory
     * @param outputs which values to give; they must be of float32 and have 2 to 5 axes
     * @return these, in the arena's memory
     */
    public Map<String, Tensor> run(String name, Tensor x, Collection<String> outputs, Arena arena) throws DataException {
        Map<String, Tensor> values = new HashMap<>();
        try (OnnxTensor input = view(x);
                OrtSession.Result result = session.run(Map.of(name, input), new LinkedHashSet<>(outputs))) {
            for (String output : outputs) {
                values.put(output, copy(output, (OnnxTensor) result.get(output).orElseThrow(), arena));
            }
            return values;
        } catch (OrtException e) {
            throw refused(source, e);
        }
    }

    private Tensor copy(String name, OnnxTensor value, Arena arena) throws DataException {
        TensorInfo info = value.getInfo();
        if (info.type != OnnxJavaType.FLOAT) {
            throw new DataException("model: " + source + ": " + name + ": " + info.type + ", must be FLOAT");
        }
        Shape shape;
        try {
            shape = Shape.of(info.getShape());
        } catch (IllegalArgumentException e) {
            throw new DataException("model: " + source + ": " + name + ": " + e.getMessage(), e);
        }
        Tensor copy = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
        copy.segment().copyFrom(MemorySegment.ofBuffer(value.getByteBuffer()));
        return copy;
    }

    /** A tensor on the same memory. */
    private static OnnxTensor view(Tensor tensor) throws DataException, OrtException {
        Shape shape = tensor.shape();
        long[] sizes = new long[shape.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = shape.size(axis);
        }
        return OnnxTensor.createTensor(environment(),
                tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(), sizes);
    }

    /** The same input and output memory for many runs: what is timed is the network alone. */
    public Bound bind(String input, Tensor x, String output, Tensor y) throws DataException {
        try {
            return new Bound(Map.of(input, view(x)), Map.of(output, view(y)));
        } catch (OrtException e) {
            throw refused(source, e);
        }
    }

    /** The network on its input and output. To be closed before the session. */
    public final class Bound implements Runnable, AutoCloseable {
        private final Map<String, OnnxTensor> inputs;
        private final Map<String, OnnxTensor> outputs;

        private Bound(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
        }

        @Override
        public void run() {
            try {
                session.run(inputs, outputs).close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
        }
    }
}
