package org.lanewise.testing;

import jdk.jfr.FlightRecorder;
import org.lanewise.BatchNorm2d;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Infers once, as a service that has just started: what a {@link ChildJvm} runs. */
public final class StartMain {
    private StartMain() {}

    /** Prints an output, and whether the flight recorder was started. */
    public static void main(String[] arguments) {
        Tensor x = Tensor.of(new float[256], Shape.of(1, 2, 8, 16), Layout.CHANNELS_FIRST);
        x.set(1, 0, 1, 7, 15);
        new BatchNorm2d(2).infer(x, x);
        System.out.println(x.get(0, 1, 7, 15) > 0 ? "inferred, recorder " + FlightRecorder.isInitialized() : "wrong");
    }
}
