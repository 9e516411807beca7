package org.lanewise.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link LayerBenchmark} in a JVM that has run layers on other shapes and layouts, and on heap tensors, before. */
@State(Scope.Benchmark)
public class PollutedLayerBenchmark extends LayerBenchmark {
    /** After the layer is made. */
    @Setup(Level.Trial)
    public void pollute() {
        Pollution.runLayers();
    }
}
