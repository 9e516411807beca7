package org.lanewise.bench;

import java.util.concurrent.TimeUnit;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How kernels and layers are measured, and what of both is varied. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public abstract class Measured {
    /** The order of the axes. */
    @Param
    public Layout layout;

    /** Whose kernels are run: scalar or vector. For layers a JVM chooses once, so this needs a fork of its own. */
    @Param({"vector", "scalar"})
    public String provider;

    /** How elements are stored. */
    @Param("FLOAT32")
    public ElementType type = ElementType.FLOAT32;
}
