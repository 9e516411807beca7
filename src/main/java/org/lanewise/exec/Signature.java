package org.lanewise.exec;

import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** All that a {@link Plan} depends on, beside the provider and the number of threads. */
record Signature(Pass pass, Shape shape, Layout layout, ElementType type, Epilogue epilogue) {
    /** Whether this is the signature of a pass over tensors like x. Asked instead of making another one: that would allocate. */
    boolean is(Pass otherPass, Tensor x, Epilogue otherEpilogue) {
        return pass == otherPass
                && epilogue == otherEpilogue
                && type == x.type()
                && layout == x.layout()
                && shape.equals(x.shape());
    }

    /** Whether the gate comes first. */
    boolean isGated() {
        return pass.isBackward() && epilogue.masks();
    }

    /** The tensors that are read. */
    int inputs() {
        int gradients = pass == Pass.FROZEN_BACKWARD || !pass.isBackward() ? 0 : 1;
        int residuals = !pass.isBackward() && epilogue.adds() ? 1 : 0;
        return 1 + gradients + residuals + (isGated() ? 1 : 0);
    }

    /** The tensors that are read or written, inputs that the gate writes counted once. */
    int tensors() {
        return inputs() + (pass.map() == null ? 0 : 1);
    }

    /** The bytes of one tensor. */
    long bytesPerTensor() {
        return shape.elements() * type.bytes();
    }
}
