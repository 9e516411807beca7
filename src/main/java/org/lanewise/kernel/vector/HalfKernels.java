package org.lanewise.kernel.vector;

import static org.lanewise.kernel.grid.Geometry.PLANES;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Geometry;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;
import org.lanewise.tensor.ElementType;

/**
 * The vector kernels for types of 16 bits: strip by strip the elements become floats in the first cache, go through the kernels for
 * float32, and come back. (With the conversions inside those kernels' loops C2 gives up: too many nodes for it to inline.) These are
 * float16's; bfloat16, whose conversions are short, has kernels of its own, but for what is too short for {@link org.lanewise.kernel.sums.Blocks}.
 */
public abstract class HalfKernels implements Kernels {
    private final Half half;

    /** Kernels for bfloat16 or float16. */
    protected HalfKernels(ElementType type) {
        half = switch (type) {
            case BFLOAT16 -> new HalfBFloat16();
            case FLOAT16 -> new HalfFloat16();
            default -> throw new IllegalArgumentException("type: " + type + ", must have 16 bits");
        };
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int vectorBits() {
        return Wide.SPECIES.vectorBitSize();
    }

    @Override
    public Kernel get(Operation operation, Geometry geometry) {
        return switch (operation) {
            case MOMENTS -> geometry == PLANES ? this::planesMoments : this::rowsMoments;
            case GRADIENT_SUMS -> geometry == PLANES ? this::planesGradientSums : this::rowsGradientSums;
            case NORMALIZE, NORMALIZE_ACTIVATE, NORMALIZE_ADD_ACTIVATE, NORMALIZE_ACTIVATE_MASK, NORMALIZE_ADD_ACTIVATE_MASK,
                            INPUT_GRADIENT ->
                    geometry == PLANES
                            ? (o, unit, scratch) -> planes(o, unit, scratch, operation)
                            : (o, unit, scratch) -> rows(o, unit, scratch, operation);
            case ACTIVATION_GRADIENT -> this::pieces;
        };
    }

    private void planesMoments(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        Lanes.start(grid, unit, scratch.sums);
        for (int c = 0; c < grid.width(unit); c++) {
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = Pivot.of(half.get(o.x, grid.first(unit) + c * grid.spatial()));
        }
        addPlanes(o, grid, unit, scratch, Operation.MOMENTS);
        Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
    }

    private void planesGradientSums(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        Lanes.startGradientSums(o.center, grid, unit, scratch.sums);
        addPlanes(o, grid, unit, scratch, Operation.GRADIENT_SUMS);
        Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
    }

    /** Whole runs, as many as fit a strip, or a strip of one: a whole number of tiles, so that lanes go on as in one walk. */
    private void addPlanes(Operands o, Planes grid, int unit, Scratch scratch, Operation operation) {
        int length = grid.length(unit);
        int width = grid.width(unit);
        int runs = grid.runs(unit);
        int some = Math.max(1, FloatStrips.STRIP / length);
        for (int r = 0; r < runs; r++) {
            long start = grid.first(unit) + r * grid.stride();
            for (int c = 0; c < width; c += some) {
                int channels = Math.min(some, width - c);
                for (int i = 0; i < length; i += FloatStrips.STRIP) {
                    addStrip(o, start + (long) c * length + i, c, channels, Math.min(FloatStrips.STRIP, length - i), scratch, operation);
                }
            }
        }
    }

    private void addStrip(Operands o, long first, int c, int channels, int length, Scratch scratch, Operation operation) {
        Operands floats = widened(o, first, channels * length, scratch, operation);
        if (operation == Operation.MOMENTS) {
            PlanesMoments.add(floats.x, 0, c, channels, length, scratch.sums);
        } else {
            PlanesGradientSums.add(floats, 0, c, channels, length, scratch.sums);
        }
    }

    private Operands widened(Operands o, long first, int count, Scratch scratch, Operation operation) {
        Operands floats = scratch.staged.operands(o);
        floats.firstBit = first;
        half.widen(o.x, first, count, floats.x, 0, scratch.staged);
        if (operation == Operation.GRADIENT_SUMS || operation == Operation.INPUT_GRADIENT) {
            half.widen(o.dy, first, count, floats.dy, 0, scratch.staged);
        } else if (operation == Operation.NORMALIZE_ADD_ACTIVATE || operation == Operation.NORMALIZE_ADD_ACTIVATE_MASK) {
            half.widen(o.residual, first, count, floats.residual, 0, scratch.staged);
        }
        return floats;
    }

    private void rowsMoments(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment sums = scratch.columns;
        for (int c = 0; c < grid.width(unit); c++) {
            Columns.set(sums, c, Pivot.of(half.get(o.x, grid.first(unit) + c)));
        }
        Columns.start(grid, unit, sums);
        addRows(o, grid, unit, scratch, Operation.MOMENTS);
        WideColumns.LEAVE_MOMENTS.run(o, unit, scratch);
    }

    private void rowsGradientSums(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        Columns.startGradientSums(o.center, grid, unit, scratch.columns);
        addRows(o, grid, unit, scratch, Operation.GRADIENT_SUMS);
        WideColumns.LEAVE_GRADIENT_SUMS.run(o, unit, scratch);
    }

    /** In the order of the kernels for float32. */
    private void addRows(Operands o, Rows grid, int unit, Scratch scratch, Operation operation) {
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        int each = height / Columns.STREAMS;
        Operands floats = scratch.staged.operands(o);
        for (int line = 0; line < each; line++) {
            for (int s = 0; s < Columns.STREAMS; s++) {
                long from = first + (line + (long) s * each) * grid.stride();
                half.widen(o.x, from, columns, floats.x, s * FloatStrips.STRIP, scratch.staged);
                if (operation == Operation.GRADIENT_SUMS) {
                    half.widen(o.dy, from, columns, floats.dy, s * FloatStrips.STRIP, scratch.staged);
                }
            }
            if (operation == Operation.MOMENTS) {
                RowsMoments.addFour(floats.x, 0, FloatStrips.STRIP, columns, scratch.columns);
            } else {
                RowsGradientSums.addFour(floats, 0, FloatStrips.STRIP, columns, scratch.columns);
            }
        }
        for (int line = Columns.STREAMS * each; line < height; line++) {
            addLine(o, first + line * grid.stride(), columns, scratch, operation);
        }
        if (grid.rest(unit) > 0) {
            addLine(o, first + height * grid.stride(), grid.rest(unit), scratch, operation);
        }
    }

    private void addLine(Operands o, long first, int columns, Scratch scratch, Operation operation) {
        Operands floats = widened(o, first, columns, scratch, operation);
        if (operation == Operation.MOMENTS) {
            RowsMoments.add(floats.x, 0, columns, scratch.columns);
        } else {
            RowsGradientSums.add(floats, 0, columns, scratch.columns);
        }
    }

    private void planes(Operands o, int unit, Scratch scratch, Operation operation) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int width = grid.width(unit);
        int runs = grid.runs(unit);
        int some = Math.max(1, FloatStrips.STRIP / length);
        for (int r = 0; r < runs; r++) {
            long start = grid.first(unit) + r * grid.stride();
            for (int c = 0; c < width; c += some) {
                int channels = Math.min(some, width - c);
                for (int i = 0; i < length; i += FloatStrips.STRIP) {
                    long first = start + (long) c * length + i;
                    int count = Math.min(FloatStrips.STRIP, length - i);
                    Operands floats = widened(o, first, channels * count, scratch, operation);
                    int channel = grid.channel(unit) + c;
                    switch (operation) {
                        case NORMALIZE -> PlanesNormalize.run(floats, channel, channels, 0, count, scratch.parameters);
                        case NORMALIZE_ACTIVATE -> PlanesNormalizeActivate.run(floats, channel, channels, 0, count, scratch.parameters);
                        case NORMALIZE_ADD_ACTIVATE -> PlanesNormalizeAddActivate.run(floats, channel, channels, 0, count, scratch.parameters);
                        case NORMALIZE_ACTIVATE_MASK -> {
                            PlanesNormalizeStage.run(floats, channel, channels, 0, count, scratch.parameters);
                            ActivateMask.run(floats, scratch.parameters, 0, channels * count);
                        }
                        case NORMALIZE_ADD_ACTIVATE_MASK -> {
                            PlanesNormalizeStage.run(floats, channel, channels, 0, count, scratch.parameters);
                            AddActivateMask.run(floats, scratch.parameters, 0, channels * count);
                        }
                        default -> PlanesInputGradient.shortRuns(floats, channel, channels, 0, count);
                    }
                    HalfFloat16.narrow(floats.out, 0, channels * count, o.out, first, scratch.staged);
                }
            }
        }
        scratch.staged.release();
    }

    private void rows(Operands o, int unit, Scratch scratch, Operation operation) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        Strips.write(o, grid, unit, scratch.parameters, operation == Operation.INPUT_GRADIENT, false);
        for (int line = 0; line < height; line++) {
            line(o, grid.first(unit) + line * grid.stride(), grid.columns(unit), scratch, operation);
        }
        if (grid.rest(unit) > 0) {
            line(o, grid.first(unit) + height * grid.stride(), grid.rest(unit), scratch, operation);
        }
        scratch.staged.release();
    }

    private void line(Operands o, long first, int columns, Scratch scratch, Operation operation) {
        Operands floats = widened(o, first, columns, scratch, operation);
        switch (operation) {
            case NORMALIZE -> RowsNormalize.run(floats, 0, columns, scratch.parameters);
            case NORMALIZE_ACTIVATE -> RowsNormalizeActivate.run(floats, 0, columns, scratch.parameters);
            case NORMALIZE_ADD_ACTIVATE -> RowsNormalizeAddActivate.run(floats, 0, columns, scratch.parameters);
            case NORMALIZE_ACTIVATE_MASK -> {
                RowsNormalizeStage.run(floats, 0, columns, scratch.parameters);
                ActivateMask.run(floats, scratch.parameters, 0, columns);
            }
            case NORMALIZE_ADD_ACTIVATE_MASK -> {
                RowsNormalizeStage.run(floats, 0, columns, scratch.parameters);
                AddActivateMask.run(floats, scratch.parameters, 0, columns);
            }
            default -> RowsInputGradient.run(floats, 0, columns, scratch.parameters);
        }
        HalfFloat16.narrow(floats.out, 0, columns, o.out, first, scratch.staged);
    }

    private void pieces(Operands o, int unit, Scratch scratch) {
        Operands floats = scratch.staged.operands(o);
        for (int p = 0; p < o.grid.pieces(unit); p++) {
            long first = o.grid.pieceFirst(unit, p);
            int length = o.grid.pieceLength(unit, p);
            for (int i = 0; i < length; i += FloatStrips.STRIP) {
                int count = Math.min(FloatStrips.STRIP, length - i);
                half.widen(o.dyActivated, first + i, count, floats.dyActivated, 0, scratch.staged);
                floats.firstBit = first + i;
                ActivationGradient.run(floats, 0, count);
                HalfFloat16.narrow(floats.dy, 0, count, o.dy, first + i, scratch.staged);
            }
        }
        scratch.staged.release();
    }
}
