package org.lanewise.kernel;

/**
 * Parameters written out for each element of a strip of memory, so that vectors go over it whatever channels its elements are of. A
 * strip is a line of {@link Rows}, or the neighbouring runs of several channels of {@link Planes}; a unit has many of the same
 * kind. They lie in {@link Scratch#parameters}, offset, scale, shift and slope one after the other.
 */
public final class Strips {
    /** The most elements in a strip. */
    private static final int MAX_LENGTH = 2048;

    /** offset, scale, shift, slope. */
    private static final int PARAMETERS = 4;

    static final int SIZE = PARAMETERS * MAX_LENGTH;

    private Strips() {}

    /** For a unit of rows; gives the length of its strips. */
    public static int write(Operands o, Rows grid, int unit, float[] parameters) {
        int width = grid.width(unit);
        int columns = grid.columns(unit);
        for (int j = 0; j < columns; j += width) {
            copy(o, grid.channel(unit), width, parameters, j, columns);
        }
        return columns;
    }

    private static void copy(Operands o, int channel, int width, float[] parameters, int at, int length) {
        System.arraycopy(o.offset, channel, parameters, at, width);
        System.arraycopy(o.scale, channel, parameters, length + at, width);
        System.arraycopy(o.shift, channel, parameters, 2 * length + at, width);
        if (o.slope != null) {
            System.arraycopy(o.slope, channel, parameters, 3 * length + at, width);
        }
    }

    /** For a unit of planes; gives the length of its strips. */
    public static int write(Operands o, Planes grid, int unit, float[] parameters) {
        int width = grid.width(unit);
        int run = grid.length(unit);
        int length = width * run;
        int at = 0;
        for (int c = grid.channel(unit); c < grid.channel(unit) + width; c++) {
            for (int i = 0; i < run; i++) {
                parameters[at] = o.offset[c];
                parameters[length + at] = o.scale[c];
                parameters[2 * length + at] = o.shift[c];
                if (o.slope != null) {
                    parameters[3 * length + at] = o.slope[c];
                }
                at++;
            }
        }
        return length;
    }
}
