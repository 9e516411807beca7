package org.lanewise.tools.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lanewise.tensor.Tensor;

/**
 * A session on the same input and output memory for many runs: what is timed is the network alone. To be closed before
 * the session.
 */
public final class BoundSession implements Runnable, AutoCloseable {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

    /** Of tensors in the order of their memory, by the names of the network's values. */
    public BoundSession(OrtSession session, Map<String, Tensor> inputs, Map<String, Tensor> outputs)
            throws OrtException {
        this.session = session;
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            this.inputs.put(input.getKey(), Views.of(input.getValue()));
        }
        for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
            this.outputs.put(output.getKey(), Views.of(output.getValue()));
        }
    }

    @Override
    public void run() {
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw Sessions.failed(e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
    }
}
