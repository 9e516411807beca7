package org.lanewise.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link KernelBenchmark} in a JVM that has run all kernels on other shapes, layouts and arenas before. */
@State(Scope.Benchmark)
public class PollutedKernelBenchmark extends KernelBenchmark {
    /** After the operands are made. */
    @Setup(Level.Trial)
    public void pollute() {
        Pollution.run(kernels, type);
    }
}
