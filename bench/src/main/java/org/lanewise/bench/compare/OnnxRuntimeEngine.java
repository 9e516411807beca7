package org.lanewise.bench.compare;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.lanewise.bench.peer.Peer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * ONNX Runtime on a model of one BatchNormalization node, or with Add and Relu behind, from the workload's inputs to its output,
 * all bound before. Inference only, and channels first only: its package has no training, and the operator no other layout. Its
 * kernel lacks float16, so it puts casts to float32 and back around it: their time counts, as it does for users.
 */
final class OnnxRuntimeEngine implements Engine {
    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public String version() {
        return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
    }

    @Override
    public Optional<String> unavailable(ElementType type) {
        return Peer.unavailable("ONNX Runtime", OrtEnvironment::getEnvironment).or(() -> lacking(type));
    }

    private static Optional<String> lacking(ElementType type) {
        try (Workload workload = new Workload(Shape.of(2, 2), Layout.CHANNELS_FIRST, type)) {
            new Session(workload, Pass.INFER, 1).close();
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of("ONNX Runtime: has no BatchNormalization of " + Case.label(type) + " ("
                    + e.getMessage().lines().findFirst().orElse("") + ")");
        }
    }

    @Override
    public boolean supports(Case work) {
        boolean first = work.layout() == Layout.CHANNELS_FIRST || work.shape().spatial() == 1;
        // A tensor is given as a byte buffer.
        return work.pass().plain() == Pass.INFER && first && work.shape().elements() <= Integer.MAX_VALUE / work.type().bytes();
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        try {
            return new Session(workload, pass, threads);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
        }
    }

    private static final class Session implements Run {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;
        private final OnnxTensor x;
        private final OnnxTensor residual;
        private final OnnxTensor y;
        private final Map<String, OnnxTensor> inputs;
        private final Map<String, OnnxTensor> outputs;

        Session(Workload workload, Pass pass, int threads) throws OrtException {
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(threads);
                options.setInterOpNumThreads(1);
                session = environment.createSession(OnnxModel.of(workload, pass), options);
            }
            x = tensor(workload.x());
            residual = tensor(workload.residual());
            y = tensor(workload.out());
            inputs = pass.isFused() ? Map.of(OnnxModel.INPUT, x, OnnxModel.RESIDUAL, residual) : Map.of(OnnxModel.INPUT, x);
            outputs = Map.of(OnnxModel.OUTPUT, y);
        }

        private OnnxTensor tensor(Tensor tensor) throws OrtException {
            ByteBuffer buffer = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
            Shape shape = tensor.shape();
            long[] sizes = new long[shape.rank()];
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = shape.size(axis);
            }
            return OnnxTensor.createTensor(environment, buffer, sizes, name(tensor.type()));
        }

        private static OnnxJavaType name(ElementType type) {
            return switch (type) {
                case FLOAT32 -> OnnxJavaType.FLOAT;
                case FLOAT64 -> OnnxJavaType.DOUBLE;
                case BFLOAT16 -> OnnxJavaType.BFLOAT16;
                case FLOAT16 -> OnnxJavaType.FLOAT16;
            };
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
        public String detail() {
            return x.getInfo().type == OnnxJavaType.FLOAT16 ? "with casts to float32 and back" : "";
        }

        @Override
        public void close() {
            x.close();
            residual.close();
            y.close();
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
            }
        }
    }
}
