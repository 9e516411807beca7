package org.lanewise.bench;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import org.lanewise.kernel.KernelSets;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.MaskBits;
import org.lanewise.kernel.grid.Geometry;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Each kernel over all units of a tensor, on one thread. The engine's own enums are the list of what is measured. */
@State(Scope.Benchmark)
public class KernelBenchmark extends Measured {
    /** The sizes, as N, C, spatial. */
    @Param({"1x64x56x56", "32x64x56x56", "32x256x14x14", "32x2048x7x7", "256x256"})
    public String shape;

    /** What is computed. */
    @Param
    public Operation operation;

    /** Whether channels have powers of two of their own, for numbers at the ends of the range. */
    @Param("false")
    public boolean extended;

    Operands operands;
    Kernels kernels;
    private final Scratch scratch = new Scratch();
    private Kernel kernel;
    private Arena arena;

    /** Makes the operands. */
    @Setup(Level.Trial)
    public void setUp() {
        arena = Arena.ofShared();
        kernels = KernelSets.load(provider, type);
        operands = operands(arena, Tensors.shape(shape), layout, type);
        if (!operation.reduces()) {
            operands.grid = Grid.forElementwise(Tensors.shape(shape), layout);
        }
        Geometry geometry = operands.grid.geometry();
        kernel = extended ? kernels.extended(operation, geometry) : kernels.get(operation, geometry);
    }

    /** Random tensors and ordinary factors. */
    static Operands operands(Arena arena, Shape sizes, Layout layout, ElementType type) {
        Grid grid = Grid.forReduction(sizes, layout);
        Operands operands = new Operands();
        operands.grid = grid;
        operands.x = Tensors.random(arena, sizes, layout, type, 1).segment();
        operands.dy = Tensors.random(arena, sizes, layout, type, 2).segment();
        operands.out = Tensors.random(arena, sizes, layout, type, 3).segment();
        operands.residual = Tensors.random(arena, sizes, layout, type, 4).segment();
        operands.dyActivated = Tensors.random(arena, sizes, layout, type, 5).segment();
        operands.negativeSlope = 0;
        // Of no order that a branch could be predicted by, as in a network.
        operands.mask = new Random(6).longs(MaskBits.words(sizes.elements())).toArray();
        operands.center = new double[grid.channels()];
        operands.floats = new Operands.Floats(
                filled(grid, 0.01f),
                filled(grid, 1.5f),
                filled(grid, 0.1f),
                filled(grid, 0.5f),
                filled(grid, 0.5f),
                filled(grid, 0.5f));
        operands.doubles = new Operands.Doubles(
                filled(grid, 0.01),
                filled(grid, 1.5),
                filled(grid, 0.1),
                filled(grid, 0.5),
                filled(grid, 0.5),
                filled(grid, 0.5));
        operands.partials.reserve(grid.slots(), grid.channels());
        return operands;
    }

    private static float[] filled(Grid grid, float value) {
        float[] values = new float[grid.channels()];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] filled(Grid grid, double value) {
        double[] values = new double[grid.channels()];
        Arrays.fill(values, value);
        return values;
    }

    /** Frees the operands. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /** One walk over the tensor. */
    @Benchmark
    public Operands run() {
        int units = operands.grid.units();
        for (int unit = 0; unit < units; unit++) {
            kernel.run(operands, unit, scratch);
        }
        return operands;
    }
}
