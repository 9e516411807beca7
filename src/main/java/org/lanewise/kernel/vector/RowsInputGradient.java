package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.load;
import static org.lanewise.kernel.vector.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;

/** Operation INPUT_GRADIENT over rows. */
final class RowsInputGradient {
    private RowsInputGradient() {}

    static void run(Operands o, int unit, double[] scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int width = grid.width(unit);
        int channel = grid.channel(unit);
        float[] mean = o.mean;
        float[] scale = o.scale;
        float[] slope = o.slope;
        float[] shift = o.shift;
        for (int r = 0; r < height; r++) {
            long first = grid.first(unit) + (long) r * grid.channels();
            MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(width));
            MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(width));
            MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(width));
            int i = 0;
            for (; i <= width - WIDTH; i += WIDTH) {
                int c = channel + i;
                FloatVector common = load(x, i)
                        .sub(FloatVector.fromArray(SPECIES, mean, c))
                        .fma(FloatVector.fromArray(SPECIES, slope, c), FloatVector.fromArray(SPECIES, shift, c));
                store(load(dy, i).sub(common).mul(FloatVector.fromArray(SPECIES, scale, c)), out, i);
            }
            for (; i < width; i++) {
                int c = channel + i;
                float common = Math.fma(Float32.get(x, i) - mean[c], slope[c], shift[c]);
                Float32.set(out, i, (Float32.get(dy, i) - common) * scale[c]);
            }
        }
    }
}
