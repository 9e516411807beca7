package org.lanewise.bench.compare;

import java.util.concurrent.ForkJoinPool;
import org.lanewise.Activation;
import org.lanewise.Backward;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.Gradients;
import org.lanewise.ProviderInfo;
import org.lanewise.tensor.Tensor;

/** Lanewise's layers, as a user calls them. */
public final class LanewiseEngine implements Engine {
    private final String name;

    /** The engine under a name, with the kernels that this class's loader has chosen. */
    public LanewiseEngine(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        ProviderInfo provider = ProviderInfo.current();
        return provider.name() + " kernels, " + provider.reason();
    }

    @Override
    public boolean supports(Case work) {
        return true;
    }

    @Override
    public boolean isCompiledAsItRuns() {
        return true;
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        return new Layer(workload, pass, threads);
    }

    private static final class Layer implements Run {
        private final Pass pass;
        private final ForkJoinPool pool;
        private final BatchNorm layer;
        private final Tensor x;
        private final Tensor dy;
        private final Tensor out;
        private final Tensor residual;
        private final Tensor dresidual;
        private final BatchStatistics statistics;
        private final Gradients gradients;

        Layer(Workload workload, Pass pass, int threads) {
            this.pass = pass;
            // The calling thread works too.
            pool = threads > 1 ? new ForkJoinPool(threads - 1) : null;
            BatchNormOptions options = BatchNormOptions.defaults()
                    .eps(Workload.EPS)
                    .activation(pass.isFused() ? Activation.relu() : Activation.none());
            x = workload.x();
            dy = workload.dy();
            out = workload.out();
            residual = workload.residual();
            dresidual = pass == Pass.BACKWARD_ADD_RELU ? workload.dresidual() : null;
            layer = BatchNorm.of(x.shape(), pool == null ? options : options.pool(pool));
            int channels = layer.channels();
            System.arraycopy(workload.gamma(), 0, layer.gamma(), 0, channels);
            System.arraycopy(workload.beta(), 0, layer.beta(), 0, channels);
            statistics = new BatchStatistics(channels);
            gradients = new Gradients(channels);
            if (pass == Pass.BACKWARD || pass == Pass.BACKWARD_IN_PLACE) {
                layer.train(x, workload.scratch(), statistics);
            } else if (pass == Pass.BACKWARD_ADD_RELU) {
                layer.train(Forward.of(x, out).residual(residual), statistics);
            } else if (pass.plain() == Pass.INFER) {
                layer.population()
                        .orElseThrow()
                        .load(Workload.doubles(workload.mean()), Workload.doubles(workload.variance()), 1);
            }
        }

        @Override
        public void run() {
            switch (pass) {
                case TRAIN, TRAIN_IN_PLACE -> layer.train(x, out, statistics);
                case INFER, INFER_IN_PLACE -> layer.infer(x, out);
                case BACKWARD, BACKWARD_IN_PLACE -> layer.backward(x, dy, out, statistics, gradients);
                case TRAIN_ADD_RELU -> layer.train(Forward.of(x, out).residual(residual), statistics);
                case INFER_ADD_RELU -> layer.infer(Forward.of(x, out).residual(residual));
                case BACKWARD_ADD_RELU ->
                    layer.backward(Backward.of(x, dy, out).residual(dresidual), statistics, gradients);
            }
        }

        @Override
        public void close() {
            if (pool != null) {
                pool.close();
            }
        }
    }
}
