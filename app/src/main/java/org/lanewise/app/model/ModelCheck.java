package org.lanewise.app.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.app.data.DataException;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.Session;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Tensor;
import org.lanewise.tools.onnx.BoundSession;
import org.lanewise.tools.time.Effort;
import org.lanewise.tools.time.Median;
import org.lanewise.tools.time.Rivals;
import org.lanewise.tools.time.Stopwatch;

/**
 * A network's layers of batch normalization, each run by our engine on the very input that ONNX Runtime gave it within
 * the network, where no graph optimization has fused it with its neighbours. To be closed.
 */
public final class ModelCheck implements AutoCloseable {
    private static final Effort EFFORT = Effort.brief();

    /** A layer's work: ours from x to y; peers is what ONNX Runtime made of x. */
    private record Work(NormalizationLayer layer, FrozenBatchNorm frozen, Tensor x, Tensor y, Tensor peers)
            implements Runnable {
        @Override
        public void run() {
            frozen.apply(x, y);
        }
    }

    private final OnnxModel model;
    private final int threads;
    private final Arena arena;
    private final List<Work> works = new ArrayList<>();
    private final List<Orientation.Answer> answers;

    /**
     * Runs the network once.
     *
     * @param x its input, in native memory
     * @param pool the engine's workers, one less than threads; none for one thread
     * @throws DataException if the network can't be run
     */
    public ModelCheck(OnnxModel model, Feeding feeding, Tensor x, int threads, Optional<ForkJoinPool> pool)
            throws DataException {
        this.model = model;
        this.threads = threads;
        Set<String> values = new LinkedHashSet<>();
        for (NormalizationLayer layer : model.layers()) {
            values.add(layer.input());
            values.add(layer.output());
        }
        values.removeIf(feeding::isFed);
        if (feeding.isOfPairs()) {
            values.add(model.outputs().getFirst());
        }
        BatchNormOptions serially = NormalizationLayer.serially();
        BatchNormOptions options = pool.map(serially::pool).orElse(serially);
        arena = Arena.ofShared();
        try (Session session = Session.asWritten(model.upTo(values), threads)) {
            Map<String, Tensor> seen = feeding.run(session, x, values, arena);
            for (NormalizationLayer layer : model.layers()) {
                Tensor in = feeding.isFed(layer.input()) ? feeding.fed(layer.input(), x) : seen.get(layer.input());
                Tensor y = Tensor.allocate(arena, in.shape(), Layout.CHANNELS_FIRST, in.type());
                works.add(new Work(layer, freeze(layer, options), in, y, seen.get(layer.output())));
            }
            answers = feeding.isOfPairs()
                    ? Orientation.answers(seen.get(model.outputs().getFirst()))
                    : List.of();
        } catch (DataException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private FrozenBatchNorm freeze(NormalizationLayer layer, BatchNormOptions options) throws DataException {
        try {
            return layer.freeze(options);
        } catch (IllegalArgumentException e) {
            throw new DataException("model: " + model.source() + ": node " + layer.name() + ": " + e.getMessage(), e);
        }
    }

    /** What the text-orientation network says; empty for any other. */
    public List<Orientation.Answer> answers() {
        return answers;
    }

    /** Compares the layers' outputs, and says after each that it is done. */
    public List<LayerCheck> compare(Runnable done) {
        List<LayerCheck> checks = new ArrayList<>();
        for (Work work : works) {
            work.run();
            checks.add(LayerCheck.of(work.layer, work.x, work.y, work.peers));
            done.run();
        }
        return checks;
    }

    /**
     * Times the layers, ours and ONNX Runtime's by a model of that node alone, on the same memory.
     *
     * @param done called after each layer
     */
    public List<LayerTimes> time(Runnable done) throws DataException {
        Stopwatch.settle(() -> works.forEach(Work::run), EFFORT);
        List<LayerTimes> times = new ArrayList<>();
        try (Arena own = Arena.ofShared()) {
            for (Work work : works) {
                Tensor out = Tensor.allocate(own, work.x.shape(), Layout.CHANNELS_FIRST, work.x.type());
                NormalizationLayer layer = work.layer;
                try (Session session = Session.optimized(model.single(layer, work.x.shape(), work.x.type()), threads);
                        BoundSession peer = session.bind(layer.input(), work.x, layer.output(), out)) {
                    if (times.isEmpty()) {
                        Stopwatch.settle(peer, EFFORT);
                    }
                    Rivals rivals = new Rivals(EFFORT, threads);
                    rivals.addSettled(work);
                    rivals.addSettled(peer);
                    double[][] micros = rivals.time();
                    times.add(new LayerTimes(Median.of(micros[0]), Median.of(micros[1])));
                }
                done.run();
            }
        }
        return times;
    }

    @Override
    public void close() {
        arena.close();
    }
}
