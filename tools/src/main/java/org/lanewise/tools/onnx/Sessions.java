package org.lanewise.tools.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** The beginning and the end of ONNX Runtime's sessions. */
public final class Sessions {
    private Sessions() {}

    /** Options for a session with so many threads, the calling one among them. To be closed. */
    public static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        return options;
    }

    /** Closes a session. */
    public static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /** What no input can cause. */
    public static IllegalStateException failed(OrtException e) {
        return new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
}
