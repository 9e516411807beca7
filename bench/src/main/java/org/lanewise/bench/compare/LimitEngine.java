package org.lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.lanewise.bench.compare.LimitLibrary.NoCompiler;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;

/**
 * The yardstick: simple loops in C that do the least memory work, see limit.c; where there is no C compiler the same in
 * Java. The comparison runs it with ordinary stores and with such as go past the cache, and takes the faster. Types of
 * 16 bits are read, computed in float and rounded back, as our engine does: to convert them is work that no one is
 * spared. The Java is for float32 alone.
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
     * @param type of the elements
     * @param streaming whether it writes past the cache; Java has no such stores, and writes the ordinary way
     */
    static LimitEngine create(ElementType type, boolean streaming) {
        try {
            return new LimitEngine(streaming, LimitLibrary.get(type), null);
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
    public Optional<String> unavailable(ElementType type) {
        return library != null || type == ElementType.FLOAT32
                ? Optional.empty()
                : Optional.of("the limit: in C alone but for float32, and " + why);
    }

    @Override
    public boolean supports(Case work) {
        // Its loops neither add nor activate.
        return !work.pass().isFused() && (library != null || !streaming);
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
            double[] mean = batch ? workload.oracle().mean() : doubles(workload.mean());
            double[] variance = batch ? workload.oracle().variance() : doubles(workload.variance());
            try {
                handle = (MemorySegment) library.open.invokeExact(
                        pass.ordinal(),
                        workload.layout() == Layout.CHANNELS_LAST ? 1 : 0,
                        streaming ? 1 : 0,
                        threads,
                        workload.shape().samples(),
                        (long) workload.shape().channels(),
                        workload.shape().spatial(),
                        workload.x().segment(),
                        workload.dy().segment(),
                        workload.out().segment(),
                        workload.vector(workload.gamma()),
                        workload.vector(workload.beta()),
                        workload.vector(mean),
                        workload.vector(variance),
                        Workload.EPS);
            } catch (Throwable t) {
                throw new IllegalStateException("limit_open is declared otherwise", t);
            }
            if (handle.address() == 0) {
                throw new IllegalStateException("limit: no memory or no threads to be had");
            }
        }

        private static double[] doubles(float[] values) {
            double[] doubles = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                doubles[i] = values[i];
            }
            return doubles;
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
