package org.lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import org.lanewise.bench.compare.LimitLibrary.NoCompiler;
import org.lanewise.tensor.Layout;

/**
 * The yardstick: simple loops in C that do the least memory work, see limit.c; where there is no C compiler the same in Java. The
 * comparison runs it with ordinary stores and with such as go past the cache, and takes the faster.
 */
final class LimitEngine implements Engine {
    /** The name, but for the kind of stores. */
    static final String NAME = "limit";

    private final boolean streaming;
    private final LimitLibrary library;
    private final String why;

    /**
     * The engine in C, or in Java if it can't be compiled.
     *
     * @param streaming whether it writes past the cache; Java has no such stores, and writes the ordinary way
     */
    static LimitEngine create(boolean streaming) {
        try {
            return new LimitEngine(streaming, LimitLibrary.get(), null);
        } catch (NoCompiler e) {
            return inJava(streaming, e.getMessage());
        }
    }

    /** The engine in Java, for a reason. */
    static LimitEngine inJava(boolean streaming, String why) {
        return new LimitEngine(streaming, null, why);
    }

    private LimitEngine(boolean streaming, LimitLibrary library, String why) {
        this.streaming = streaming;
        this.library = library;
        this.why = why;
    }

    @Override
    public String name() {
        return streaming ? NAME + "-streaming" : NAME;
    }

    @Override
    public String version() {
        return library != null ? "C" : "Java instead of C: " + why;
    }

    @Override
    public boolean supports(Case work) {
        return library != null || !streaming;
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        return library == null ? LimitInJava.prepare(workload, pass, threads) : new Native(workload, pass, threads);
    }

    private final class Native implements Run {
        private final MemorySegment handle;

        Native(Workload workload, Pass pass, int threads) {
            // A backward pass is given the statistics of the forward one.
            boolean batch = pass == Pass.BACKWARD;
            float[] mean = batch ? floats(workload.oracle().mean()) : workload.mean();
            float[] variance = batch ? floats(workload.oracle().variance()) : workload.variance();
            try {
                handle = (MemorySegment) library.open.invokeExact(
                        pass.ordinal(), workload.layout() == Layout.CHANNELS_LAST ? 1 : 0, streaming ? 1 : 0, threads,
                        workload.shape().samples(), (long) workload.shape().channels(), workload.shape().spatial(),
                        workload.x().segment(), workload.dy().segment(), workload.out().segment(),
                        workload.vector(workload.gamma()), workload.vector(workload.beta()), workload.vector(mean),
                        workload.vector(variance), Workload.EPS);
            } catch (Throwable t) {
                throw new IllegalStateException("limit_open is declared otherwise", t);
            }
            if (handle.address() == 0) {
                throw new IllegalStateException("limit: no memory or no threads to be had");
            }
        }

        private static float[] floats(double[] values) {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }

        @Override
        public void run() {
            try {
                library.run.invokeExact(handle);
            } catch (Throwable t) {
                throw new IllegalStateException("limit_run is declared otherwise", t);
            }
        }

        @Override
        public String detail() {
            return streaming ? "C, streaming stores" : "C, ordinary stores";
        }

        @Override
        public void close() {
            try {
                library.close.invokeExact(handle);
            } catch (Throwable t) {
                throw new IllegalStateException("limit_close is declared otherwise", t);
            }
        }
    }
}
