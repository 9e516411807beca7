package org.lanewise.bench.compare;

import java.util.Optional;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;

/**
 * Batch normalization as one writes it in Java who thinks of caches and threads, but not of vectors: mean, then
 * variance, then the result, in plain loops over memory segments; the sums in double, so that no one need think of
 * rounding.
 */
final class JavaEngine implements Engine {
    @Override
    public String name() {
        return "java";
    }

    @Override
    public String version() {
        return Runtime.version().toString();
    }

    @Override
    public Optional<String> unavailable(ElementType type) {
        return type == ElementType.FLOAT32
                ? Optional.empty()
                : Optional.of("plain Java: its loops are for float32 alone");
    }

    @Override
    public boolean supports(Case work) {
        return Pass.PLAIN.contains(work.pass());
    }

    @Override
    public boolean isCompiledAsItRuns() {
        return true;
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        boolean planes =
                workload.layout() == Layout.CHANNELS_FIRST && workload.shape().spatial() > 1;
        return new PiecewiseRun(planes ? new JavaPlanes(workload) : new JavaRows(workload, threads), pass, threads);
    }
}
