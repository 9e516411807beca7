package org.lanewise.kernel.vector.float16;

import static org.lanewise.kernel.grid.Geometry.PLANES;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Geometry;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.vector.float32.ActivateMask;
import org.lanewise.kernel.vector.float32.ActivationGradient;
import org.lanewise.kernel.vector.float32.AddActivateMask;
import org.lanewise.kernel.vector.float32.PlanesInputGradient;
import org.lanewise.kernel.vector.float32.PlanesNormalize;
import org.lanewise.kernel.vector.float32.PlanesNormalizeActivate;
import org.lanewise.kernel.vector.float32.PlanesNormalizeAddActivate;
import org.lanewise.kernel.vector.float32.PlanesNormalizeToStrip;
import org.lanewise.kernel.vector.float32.RowsInputGradient;
import org.lanewise.kernel.vector.float32.RowsNormalize;
import org.lanewise.kernel.vector.float32.RowsNormalizeActivate;
import org.lanewise.kernel.vector.float32.RowsNormalizeAddActivate;
import org.lanewise.kernel.vector.float32.RowsNormalizeToStrip;
import org.lanewise.kernel.vector.float32.Strips;

/**
 * The list of elementwise kernels: strip by strip the elements become floats in the first cache, go through a kernel
 * for float32, and come back. (With the conversions inside that kernel's loop C2 gives up: too many nodes for it to
 * inline.)
 */
final class Elementwise {
    private static final boolean EXTENDED = false;

    /** Runs a kernel for float32 over the runs of neighbouring channels in a strip. */
    private interface OverRuns {
        void run(Operands floats, int channel, int channels, long first, int length, MemorySegment parameters);
    }

    /** Runs a kernel for float32 over a line. */
    private interface OverLine {
        void run(Operands floats, long first, int elements, MemorySegment parameters);
    }

    private Elementwise() {}

    static Kernel kernel(Operation operation, Geometry geometry) {
        boolean planes = geometry == PLANES;
        return switch (operation) {
            case NORMALIZE -> planes ? planes(operation, PlanesNormalize::run) : rows(operation, RowsNormalize::run);
            case NORMALIZE_ACTIVATE ->
                planes ? planes(operation, PlanesNormalizeActivate::run) : rows(operation, RowsNormalizeActivate::run);
            case NORMALIZE_ADD_ACTIVATE ->
                planes
                        ? planes(operation, PlanesNormalizeAddActivate::run)
                        : rows(operation, RowsNormalizeAddActivate::run);
            case NORMALIZE_ACTIVATE_MASK ->
                planes ? planes(operation, Elementwise::activateMask) : rows(operation, Elementwise::activateMask);
            case NORMALIZE_ADD_ACTIVATE_MASK ->
                planes
                        ? planes(operation, Elementwise::addActivateMask)
                        : rows(operation, Elementwise::addActivateMask);
            case INPUT_GRADIENT ->
                planes ? planes(operation, Elementwise::inputGradient) : rows(operation, RowsInputGradient::run);
            case ACTIVATION_GRADIENT -> Elementwise::activationGradient;
            case MOMENTS, GRADIENT_SUMS ->
                throw new IllegalArgumentException("operation: " + operation + ", must be elementwise");
        };
    }

    private static void activateMask(
            Operands floats, int channel, int channels, long first, int length, MemorySegment p) {
        PlanesNormalizeToStrip.run(floats, channel, channels, first, length, p);
        ActivateMask.run(floats, p, first, channels * length);
    }

    private static void activateMask(Operands floats, long first, int elements, MemorySegment p) {
        RowsNormalizeToStrip.run(floats, first, elements, p);
        ActivateMask.run(floats, p, first, elements);
    }

    private static void addActivateMask(
            Operands floats, int channel, int channels, long first, int length, MemorySegment p) {
        PlanesNormalizeToStrip.run(floats, channel, channels, first, length, p);
        AddActivateMask.run(floats, p, first, channels * length);
    }

    private static void addActivateMask(Operands floats, long first, int elements, MemorySegment p) {
        RowsNormalizeToStrip.run(floats, first, elements, p);
        AddActivateMask.run(floats, p, first, elements);
    }

    private static void inputGradient(
            Operands floats, int channel, int channels, long first, int length, MemorySegment p) {
        PlanesInputGradient.shortRuns(floats, channel, channels, first, length);
    }

    private static Kernel planes(Operation operation, OverRuns kernel) {
        return (o, unit, scratch) -> planes(o, unit, scratch, operation, kernel);
    }

    private static Kernel rows(Operation operation, OverLine kernel) {
        return (o, unit, scratch) -> rows(o, unit, scratch, operation, kernel);
    }

    /** Strips of whole runs, as many as fit, or of a piece of one. */
    private static void planes(Operands o, int unit, Scratch scratch, Operation operation, OverRuns kernel) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int width = grid.width(unit);
        int runs = grid.runs(unit);
        int some = Math.max(1, Grid.STRIP / length);
        for (int r = 0; r < runs; r++) {
            long start = grid.first(unit) + r * grid.stride();
            for (int c = 0; c < width; c += some) {
                int channels = Math.min(some, width - c);
                for (int i = 0; i < length; i += Grid.STRIP) {
                    long first = start + (long) c * length + i;
                    int count = Math.min(Grid.STRIP, length - i);
                    Operands floats = widen(o, first, channels * count, scratch, operation);
                    kernel.run(floats, grid.channel(unit) + c, channels, 0, count, scratch.parameters);
                    Float16Vectors.narrow(floats.out, channels * count, o.out, first, scratch.strips);
                }
            }
        }
        scratch.strips.release();
    }

    private static void rows(Operands o, int unit, Scratch scratch, Operation operation, OverLine kernel) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        boolean backward = operation == Operation.INPUT_GRADIENT;
        Strips.write(o, grid, unit, scratch.parameters, backward, EXTENDED, false);
        int lines = grid.rest(unit) > 0 ? height + 1 : height;
        for (int line = 0; line < lines; line++) {
            int columns = line < height ? grid.columns(unit) : grid.rest(unit);
            long first = grid.first(unit) + line * grid.stride();
            Operands floats = widen(o, first, columns, scratch, operation);
            kernel.run(floats, 0, columns, scratch.parameters);
            Float16Vectors.narrow(floats.out, columns, o.out, first, scratch.strips);
        }
        scratch.strips.release();
    }

    /** The operands for float32: the elements of a strip that an operation reads, as floats. */
    private static Operands widen(Operands o, long first, int count, Scratch scratch, Operation operation) {
        FloatStrips strips = scratch.strips;
        Operands floats = strips.operands(o);
        floats.firstBit = first;
        Float16Vectors.widen(o.x, first, count, floats.x, 0, strips);
        if (operation.readsDy()) {
            Float16Vectors.widen(o.dy, first, count, floats.dy, 0, strips);
        }
        if (operation.readsResidual()) {
            Float16Vectors.widen(o.residual, first, count, floats.residual, 0, strips);
        }
        return floats;
    }

    private static void activationGradient(Operands o, int unit, Scratch scratch) {
        FloatStrips strips = scratch.strips;
        Operands floats = strips.operands(o);
        for (int p = 0; p < o.grid.stretches(unit); p++) {
            long first = o.grid.stretchFirst(unit, p);
            int length = o.grid.stretchLength(unit, p);
            for (int i = 0; i < length; i += Grid.STRIP) {
                int count = Math.min(Grid.STRIP, length - i);
                Float16Vectors.widen(o.dyActivated, first + i, count, floats.dyActivated, 0, strips);
                floats.firstBit = first + i;
                ActivationGradient.run(floats, 0, count);
                Float16Vectors.narrow(floats.dy, count, o.dy, first + i, strips);
            }
        }
        strips.release();
    }
}
