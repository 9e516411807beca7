package org.lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.lanewise.tensor.Layout;

/**
 * limit.c in Java, for machines without a C compiler; simpler, as it walks over all elements before it writes any. A
 * piece is a range of elements or, with the channels last, of rows, narrow ones side by side.
 */
abstract class LimitInJava implements Pieces {
    /** Channels narrower than this are put side by side until a row is whole vectors. */
    private static final int NARROW = 1024;

    /** Floats in the widest vector. */
    private static final int WIDEST = 16;

    /** So many rows, or elements of a run, are added up in float. */
    private static final int ROWS = 256;

    private static final int ELEMENTS = 1 << 15;

    final MemorySegment x;
    final MemorySegment dy;
    final MemorySegment out;
    final int channels;
    final int pieces;
    final float[] a;
    final float[] b;
    final float[] p;
    private final Workload workload;
    private final double[] mean;
    private final double[] invStd;
    private final double[][] sums;

    static Run prepare(Workload workload, Pass pass, int threads) {
        boolean rows =
                workload.layout() == Layout.CHANNELS_LAST || workload.shape().spatial() == 1;
        return new PiecewiseRun(rows ? new InRows(workload, threads) : new InPlanes(workload, threads), pass, threads);
    }

    private LimitInJava(Workload workload, int pieces, int width) {
        this.workload = workload;
        this.pieces = pieces;
        x = workload.x().segment();
        dy = workload.dy().segment();
        out = workload.out().segment();
        channels = workload.shape().channels();
        a = new float[width];
        b = new float[width];
        p = new float[width];
        mean = new double[channels];
        invStd = new double[channels];
        sums = new double[pieces][2 * channels];
    }

    @Override
    public int count() {
        return pieces;
    }

    /** Sums, what follows from them, the result. */
    @Override
    public int steps(Pass pass) {
        return 3;
    }

    @Override
    public void work(Pass pass, int step, int piece) {
        switch (step) {
            case 0 -> {
                if (pass != Pass.INFER) {
                    Arrays.fill(sums[piece], 0);
                    addSums(pass == Pass.BACKWARD ? dy : x, piece, sums[piece]);
                }
            }
            case 1 -> {
                if (piece == 0) {
                    setCoefficients(pass);
                }
            }
            default -> write(pass, piece);
        }
    }

    /** Adds up a piece: sum(source) and sum(source·x) of channel c at 2c and 2c + 1. */
    abstract void addSums(MemorySegment source, int piece, double[] into);

    abstract void write(Pass pass, int piece);

    private void setCoefficients(Pass pass) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double product = 0;
            for (double[] part : sums) {
                sum += part[2 * c];
                product += part[2 * c + 1];
            }
            setCoefficients(pass, c, sum, product);
        }
        for (int i = channels; i < a.length; i++) {
            a[i] = a[i - channels];
            b[i] = b[i - channels];
            p[i] = p[i - channels];
        }
    }

    private void setCoefficients(Pass pass, int c, double sum, double product) {
        double n = workload.shape().elementsPerChannel();
        if (pass == Pass.TRAIN) {
            mean[c] = sum / n;
            invStd[c] = 1 / Math.sqrt(product / n - mean[c] * mean[c] + Workload.EPS);
        } else if (pass == Pass.INFER) {
            mean[c] = workload.mean()[c];
            invStd[c] = 1 / Math.sqrt(workload.variance()[c] + Workload.EPS);
        }
        double scale = workload.gamma()[c] * invStd[c];
        a[c] = (float) scale;
        if (pass == Pass.BACKWARD) {
            double k = (product - mean[c] * sum) / n * invStd[c] * invStd[c];
            p[c] = (float) (-scale * k);
            b[c] = (float) (scale * (mean[c] * k - sum / n));
        } else {
            b[c] = (float) (workload.beta()[c] - scale * mean[c]);
        }
    }

    private static MemorySegment run(MemorySegment tensor, long from, int n) {
        return tensor.asSlice(from << 2, (long) n << 2);
    }

    private static final class InPlanes extends LimitInJava {
        private final long planes;
        private final int spatial;

        InPlanes(Workload workload, int threads) {
            super(workload, threads, workload.shape().channels());
            planes = workload.shape().samples() * channels;
            spatial = Math.toIntExact(workload.shape().spatial());
        }

        private long begin(int piece) {
            return planes * spatial * piece / pieces;
        }

        @Override
        void addSums(MemorySegment source, int piece, double[] into) {
            int n;
            for (long at = begin(piece); at < begin(piece + 1); at += n) {
                n = (int) Math.min(ELEMENTS, Math.min(spatial - at % spatial, begin(piece + 1) - at));
                Runs.addSums(run(source, at, n), run(x, at, n), n, into, 2 * (int) (at / spatial % channels));
            }
        }

        @Override
        void write(Pass pass, int piece) {
            int n;
            // Backwards: what was read last is still in the cache.
            for (long to = begin(piece + 1); to > begin(piece); to -= n) {
                n = (int) Math.min((to - 1) % spatial + 1, to - begin(piece));
                int c = (int) ((to - 1) / spatial % channels);
                if (pass == Pass.BACKWARD) {
                    Runs.affine(run(dy, to - n, n), run(x, to - n, n), run(out, to - n, n), n, a[c], p[c], b[c]);
                } else {
                    Runs.affine(run(x, to - n, n), run(out, to - n, n), n, a[c], b[c]);
                }
            }
        }
    }

    private static final class InRows extends LimitInJava {
        private final int width;
        private final long rows;
        private final long elements;
        private final float[][] s;
        private final float[][] t;

        InRows(Workload workload, int threads) {
            super(workload, threads, width(workload.shape().channels()));
            width = a.length;
            elements = workload.shape().elements();
            rows = elements / width;
            s = new float[threads][width];
            t = new float[threads][width];
        }

        private static int width(int channels) {
            int width = channels;
            while (channels < NARROW && width % WIDEST != 0) {
                width += channels;
            }
            return width;
        }

        private long begin(int piece) {
            return rows * piece / pieces;
        }

        @Override
        void addSums(MemorySegment source, int piece, double[] into) {
            for (long row = begin(piece), end; row < begin(piece + 1); row = end) {
                end = Math.min(begin(piece + 1), row + ROWS);
                Arrays.fill(s[piece], 0);
                Arrays.fill(t[piece], 0);
                for (long r = row; r < end; r++) {
                    Runs.addRow(run(source, r * width, width), run(x, r * width, width), width, s[piece], t[piece]);
                }
                for (int i = 0, c = 0; i < width; i++, c = c + 1 == channels ? 0 : c + 1) {
                    into[2 * c] += s[piece][i];
                    into[2 * c + 1] += t[piece][i];
                }
            }
            if (piece == 0) {
                for (long at = rows * width; at < elements; at++) {
                    Runs.addSums(run(source, at, 1), run(x, at, 1), 1, into, 2 * (int) (at % channels));
                }
            }
        }

        @Override
        void write(Pass pass, int piece) {
            for (long row = begin(piece + 1); row-- > begin(piece); ) {
                writeRow(pass, row * width, width);
            }
            if (piece == 0) {
                writeRow(pass, rows * width, (int) (elements - rows * width));
            }
        }

        private void writeRow(Pass pass, long at, int n) {
            if (pass == Pass.BACKWARD) {
                Runs.affineRow(run(dy, at, n), run(x, at, n), run(out, at, n), n, a, p, b);
            } else {
                Runs.affineRow(run(x, at, n), run(out, at, n), n, a, b);
            }
        }
    }
}
