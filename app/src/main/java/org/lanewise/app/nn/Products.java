package org.lanewise.app.nn;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Matrix products by netlib's Java BLAS, which is written with the Vector API.
 *
 * <p>BLAS counts in columns: what is a row-major matrix here is its transpose there. So c = a·b is asked for as c' =
 * b'·a', with the operands exchanged and nothing copied. Everywhere a is rows by inner, b inner by columns, c rows by
 * columns.
 */
final class Products {
    private static final String NETLIB = "dev.ludovic.netlib.blas.InstanceBuilder";

    /** Held on to, since the logging system would forget its level with it. */
    private static final Logger LOG = Logger.getLogger(NETLIB);

    private static final BLAS BLAS;

    static {
        // Else netlib first unpacks a native library and looks for a system's BLAS, and reports on both.
        System.setProperty("dev.ludovic.netlib.blas.allowNative", "false");
        LOG.setLevel(Level.WARNING);
        BLAS = JavaBLAS.getInstance();
    }

    private Products() {}

    /** c = a·b, or c += a·b. */
    static void multiply(float[] a, float[] b, float[] c, int rows, int inner, int columns, boolean add) {
        multiply(a, b, c, 0, rows, inner, columns, add);
    }

    /** As the other, where c begins somewhere in its array. */
    static void multiply(float[] a, float[] b, float[] c, int cFrom, int rows, int inner, int columns, boolean add) {
        BLAS.sgemm("N", "N", columns, rows, inner, 1, b, 0, columns, a, 0, inner, add ? 1 : 0, c, cFrom, columns);
    }

    /** c = a·b, where a is given as its transpose, inner by rows. */
    static void multiplyTransposedLeft(float[] aTransposed, float[] b, float[] c, int rows, int inner, int columns) {
        BLAS.sgemm("N", "T", columns, rows, inner, 1, b, columns, aTransposed, rows, 0, c, columns);
    }

    /** c = a·b, where b is given as its transpose, columns by inner. */
    static void multiplyTransposedRight(float[] a, float[] bTransposed, float[] c, int rows, int inner, int columns) {
        BLAS.sgemm("T", "N", columns, rows, inner, 1, bTransposed, inner, a, inner, 0, c, columns);
    }

    /** As the other, but c += a·b, and a begins somewhere in its array. */
    static void addTransposedRight(
            float[] a, int aFrom, float[] bTransposed, float[] c, int rows, int inner, int columns) {
        BLAS.sgemm("T", "N", columns, rows, inner, 1, bTransposed, 0, inner, a, aFrom, inner, 1, c, 0, columns);
    }
}
