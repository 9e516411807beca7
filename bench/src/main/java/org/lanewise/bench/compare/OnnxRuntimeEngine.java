package org.lanewise.bench.compare;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Optional;
import org.lanewise.bench.peer.Peer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tools.onnx.BoundSession;
import org.lanewise.tools.onnx.Sessions;

/**
 * ONNX Runtime on a model of one BatchNormalization node, or with Add and Relu behind, from the workload's inputs to
 * its output, all bound before. Inference only, and channels first only: its package has no training, and the operator
 * no other layout. Its kernel lacks float16, so it puts casts to float32 and back around it: their time counts, as it
 * does for users.
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
        return work.pass().plain() == Pass.INFER
                && first
                && work.shape().elements() <= Integer.MAX_VALUE / work.type().bytes();
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        try {
            return new Session(workload, pass, threads);
        } catch (OrtException e) {
            throw Sessions.failed(e);
        }
    }

    private static final class Session implements Run {
        private final OrtSession session;
        private final BoundSession bound;
        private final ElementType type;

        Session(Workload workload, Pass pass, int threads) throws OrtException {
            try (OrtSession.SessionOptions options = Sessions.options(threads)) {
                session = OrtEnvironment.getEnvironment().createSession(OnnxModel.of(workload, pass), options);
            }
            Map<String, Tensor> inputs = pass.isFused()
                    ? Map.of(OnnxModel.INPUT, workload.x(), OnnxModel.RESIDUAL, workload.residual())
                    : Map.of(OnnxModel.INPUT, workload.x());
            bound = new BoundSession(session, inputs, Map.of(OnnxModel.OUTPUT, workload.out()));
            type = workload.x().type();
        }

        @Override
        public void run() {
            bound.run();
        }

        @Override
        public String detail() {
            return type == ElementType.FLOAT16 ? "with casts to float32 and back" : "";
        }

        @Override
        public void close() {
            bound.close();
            Sessions.close(session);
        }
    }
}
