package org.lanewise.app.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.data.DataException;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.Session;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.tensor.Tensor;

/**
 * Gives a network's batch normalization the statistics of other data: layer by layer, each fed by the network up to it, where the
 * layers before have their new statistics already. Takes a run of a part of the network for each layer and input.
 */
public final class Recalibration {
    private final Feeding feeding;
    private final List<Tensor> inputs;
    private final int threads;
    private final Optional<ForkJoinPool> pool;

    /**
     * By some inputs, in native memory.
     *
     * @param pool the engine's workers, one less than threads; none for one thread
     */
    public Recalibration(Feeding feeding, List<Tensor> inputs, int threads, Optional<ForkJoinPool> pool) {
        this.feeding = feeding;
        this.inputs = List.copyOf(inputs);
        this.threads = threads;
        this.pool = pool;
    }

    /**
     * What came of it.
     *
     * @param model the network with the new statistics
     * @param changes one per layer
     */
    public record Outcome(OnnxModel model, List<LayerChange> changes) {}

    /**
     * Recalibrates a network, and says after each layer and input that it is done.
     *
     * @throws DataException if the network can't be run, statistics are not a layer's own, or come out unusable
     */
    public Outcome of(OnnxModel model, Runnable done) throws DataException {
        for (NormalizationLayer layer : model.layers()) {
            model.requireOwnStatistics(layer);
        }
        OnnxModel current = model;
        List<LayerChange> changes = new ArrayList<>();
        for (int i = 0; i < model.layers().size(); i++) {
            NormalizationLayer before = model.layers().get(i);
            ChannelMoments moments = moments(current, before, done);
            current = withMoments(current, i, moments);
            changes.add(LayerChange.of(before, current.layers().get(i), moments.count()));
        }
        return new Outcome(current, changes);
    }

    /** The moments of what a layer is fed with, over all inputs. */
    private ChannelMoments moments(OnnxModel model, NormalizationLayer layer, Runnable done) throws DataException {
        int channels = layer.channels();
        ChannelMoments moments =
                pool.map(workers -> new ChannelMoments(channels, workers)).orElseGet(() -> new ChannelMoments(channels));
        if (layer.input().equals(feeding.input())) {
            for (Tensor x : inputs) {
                moments.add(x);
                done.run();
            }
            return moments;
        }
        try (Session session = Session.asWritten(model.upTo(layer.input()), model.source(), threads)) {
            for (Tensor x : inputs) {
                try (Arena arena = Arena.ofShared()) {
                    moments.add(session.run(feeding.input(), x, Set.of(layer.input()), arena).get(layer.input()));
                }
                done.run();
            }
        }
        return moments;
    }

    private static OnnxModel withMoments(OnnxModel model, int index, ChannelMoments moments) throws DataException {
        NormalizationLayer layer = model.layers().get(index);
        String where = "model: " + model.source() + ": node " + layer.name() + ": ";
        if (moments.count() < 2) {
            throw new DataException(where + moments.count() + " element per channel, must be 2 or more: give more images");
        }
        float[] mean = new float[layer.channels()];
        float[] variance = new float[layer.channels()];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = (float) moments.mean(c);
            variance[c] = (float) moments.variance(c);
            if (!Float.isFinite(mean[c]) || !Float.isFinite(variance[c])) {
                throw new DataException(where + "mean " + mean[c] + " and variance " + variance[c] + " in channel " + c
                        + ", must be finite");
            }
        }
        return model.withStatistics(index, mean, variance);
    }

    /**
     * How well a text-orientation network answers.
     *
     * @param right how many answers are right
     * @param answers how many there are
     * @param probability that it gives to what is right, on average
     */
    public record Score(int right, int answers, double probability) {}

    /** Asks a text-orientation network about the inputs, run as services do; empty for any other, which is but loaded. */
    public Optional<Score> score(OnnxModel model) throws DataException {
        try (Session session = Session.optimized(model.toByteArray(), model.source(), threads)) {
            if (!feeding.isOfPairs()) {
                return Optional.empty();
            }
            List<Orientation.Answer> answers = new ArrayList<>();
            String output = model.outputs().getFirst();
            for (Tensor x : inputs) {
                try (Arena arena = Arena.ofShared()) {
                    answers.addAll(Orientation.answers(session.run(feeding.input(), x, Set.of(output), arena).get(output)));
                }
            }
            return Optional.of(new Score(
                    (int) answers.stream().filter(Orientation.Answer::isRight).count(),
                    answers.size(),
                    answers.stream().mapToDouble(Orientation.Answer::probability).average().orElse(0)));
        }
    }
}
