package org.lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import org.lanewise.tensor.Layout;

/** A pass by limit.c. */
final class LimitRun implements Run {
    private final LimitLibrary library;
    private final MemorySegment handle;
    private final boolean streaming;

    /** A pass on a workload's memory; streaming writes past the cache. */
    LimitRun(LimitLibrary library, Workload workload, Pass pass, int threads, boolean streaming) {
        this.library = library;
        this.streaming = streaming;
        // A backward pass is given the statistics of the forward one.
        boolean batch = pass.plain() == Pass.BACKWARD;
        double[] mean = batch ? workload.oracle().mean() : Workload.doubles(workload.mean());
        double[] variance = batch ? workload.oracle().variance() : Workload.doubles(workload.variance());
        try {
            handle = (MemorySegment) library.open.invokeExact(
                    pass.plain().ordinal(),
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
