package org.lanewise.app.model;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Gives a network's batch normalization the statistics of other data: layer by layer, each fed by the network up to it,
 * where the layers before have their new statistics already. Takes a run of a part of the network for each layer and
 * input.
 *
 * <p>Layers that share their statistics get the merged moments of all their inputs. Until the last of them is reached,
 * each is normalized by its own moments, as in training; the layers behind the first of them are then done once more.
 * So what comes out depends on the data and the weights alone, not on the statistics before.
 */
public final class Recalibration {
    /** Makes floats of any type that are neither 0 nor large. */
    private static final byte OTHER = 0x3c;

    private final Feeding feeding;
    private final List<Batch> inputs;
    private final int threads;
    private final Optional<ForkJoinPool> pool;

    /**
     * By some inputs, in native memory.
     *
     * @param pool the engine's workers, one less than threads; none for one thread
     */
    public Recalibration(Feeding feeding, List<Batch> inputs, int threads, Optional<ForkJoinPool> pool) {
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

    /** How many steps {@link #of} says that it is done with. */
    public int steps(OnnxModel model) {
        return (model.layers().size() + repeated(groups(model)).size()) * inputs.size();
    }

    /** The layers by their statistics, each group in the order of execution. */
    private static List<List<Integer>> groups(OnnxModel model) {
        Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < model.layers().size(); i++) {
            NormalizationLayer layer = model.layers().get(i);
            groups.computeIfAbsent(
                            List.of(layer.mean().tensor(), layer.variance().tensor()), tensors -> new ArrayList<>())
                    .add(i);
        }
        return List.copyOf(groups.values());
    }

    /** The layers that see others' final statistics only after the first round. */
    private static List<Integer> repeated(List<List<Integer>> groups) {
        int first = groups.stream()
                .filter(group -> group.size() > 1)
                .mapToInt(List::getFirst)
                .min()
                .orElse(Integer.MAX_VALUE);
        return groups.stream()
                .filter(group -> group.size() == 1)
                .map(List::getFirst)
                .filter(i -> i > first)
                .toList();
    }

    /**
     * Recalibrates a network, and says after each layer and input that it is done.
     *
     * @throws DataException if the network can't be run, or statistics are or come out unusable
     */
    public Outcome of(OnnxModel model, Runnable done) throws DataException {
        for (NormalizationLayer layer : model.layers()) {
            Optional<String> fault = layer.fault();
            if (fault.isPresent()) {
                throw new DataException(where(model, layer) + fault.get());
            }
        }
        List<List<Integer>> groups = groups(model);
        ChannelMoments[] moments = new ChannelMoments[model.layers().size()];
        OnnxModel current = model;
        for (int i = 0; i < moments.length; i++) {
            int layer = i;
            List<Integer> group = groups.stream()
                    .filter(layers -> layers.contains(layer))
                    .findFirst()
                    .orElseThrow();
            moments[i] = moments(current, i, done);
            current = withMoments(current, List.of(i), moments[i]);
            if (group.size() > 1 && group.getLast() == i) {
                ChannelMoments merged = newMoments(model.layers().get(i).channels());
                for (int member : group) {
                    merged.merge(moments[member]);
                }
                for (int member : group) {
                    moments[member] = merged;
                    current = withMoments(current, List.of(member), merged);
                }
            }
        }
        for (int i : repeated(groups)) {
            moments[i] = moments(current, i, done);
            current = withMoments(current, List.of(i), moments[i]);
        }
        OnnxModel changed = model;
        for (List<Integer> group : groups) {
            changed = withMoments(changed, group, moments[group.getFirst()]);
        }
        List<LayerChange> changes = new ArrayList<>();
        for (int i = 0; i < moments.length; i++) {
            changes.add(LayerChange.of(model.layers().get(i), changed.layers().get(i), moments[i].count()));
        }
        return new Outcome(changed, changes);
    }

    private ChannelMoments newMoments(int channels) {
        return pool.map(workers -> new ChannelMoments(channels, workers)).orElseGet(() -> new ChannelMoments(channels));
    }

    /** The moments of what a layer is fed with, over all inputs. */
    private ChannelMoments moments(OnnxModel model, int index, Runnable done) throws DataException {
        NormalizationLayer layer = model.layers().get(index);
        ChannelMoments moments = newMoments(layer.channels());
        if (feeding.isFed(layer.input())) {
            for (Batch batch : inputs) {
                moments.add(counted(model, layer, feeding.fed(layer.input(), batch.x()), batch));
                done.run();
            }
            return moments;
        }
        Set<String> value = Set.of(layer.input());
        try (Session session = Session.asWritten(model.upTo(value), threads)) {
            for (Batch batch : inputs) {
                try (Arena arena = Arena.ofShared()) {
                    Tensor in = feeding.run(session, batch.x(), value, arena).get(layer.input());
                    Tensor counted = counted(model, layer, in, batch);
                    if (counted != in) {
                        Tensor other = feeding.run(session, filledOtherwise(batch, arena), value, arena)
                                .get(layer.input());
                        requireSame(model, layer, counted, counted(model, layer, other, batch), batch);
                    }
                    moments.add(counted);
                }
                done.run();
            }
        }
        return moments;
    }

    /**
     * The part of a layer's input that comes from samples which count: its own samples are those of the network, in
     * their order.
     */
    private static Tensor counted(OnnxModel model, NormalizationLayer layer, Tensor in, Batch batch)
            throws DataException {
        long all = batch.x().shape().samples();
        if (batch.samples() == all) {
            return in;
        }
        if (in.shape().samples() % all != 0) {
            throw new DataException(where(model, layer) + "input of " + in.shape() + " for a batch of " + all + " with "
                    + batch.samples()
                    + " pictures, must be a multiple of samples: give a number of pictures that is a multiple of "
                    + all);
        }
        return in.samples(0, in.shape().samples() / all * batch.samples());
    }

    /** The batch with other numbers in the samples that don't count. */
    private static Tensor filledOtherwise(Batch batch, Arena arena) {
        Tensor x = batch.x();
        Tensor copy = Tensor.allocate(arena, x.shape(), x.layout(), x.type());
        copy.segment().copyFrom(x.segment());
        long sample = copy.segment().byteSize() / x.shape().samples();
        copy.segment().asSlice(batch.samples() * sample).fill(OTHER);
        return copy;
    }

    /** What depends on the samples that don't count is none of those that do. */
    private static void requireSame(OnnxModel model, NormalizationLayer layer, Tensor in, Tensor other, Batch batch)
            throws DataException {
        if (in.segment().mismatch(other.segment()) != -1) {
            throw new DataException(where(model, layer) + "input mixes the samples of a batch of "
                    + batch.x().shape().samples() + " with " + batch.samples()
                    + " pictures, must keep their order: give a number of pictures that is a multiple of "
                    + batch.x().shape().samples());
        }
    }

    private static String where(OnnxModel model, NormalizationLayer layer) {
        return "model: " + model.source() + ": node " + layer.name() + ": ";
    }

    private static OnnxModel withMoments(OnnxModel model, List<Integer> group, ChannelMoments moments)
            throws DataException {
        NormalizationLayer layer = model.layers().get(group.getFirst());
        if (moments.count() < 2) {
            throw new DataException(where(model, layer) + "elements per channel: " + moments.count()
                    + ", must be 2 or more: give more pictures or tensors");
        }
        double[] mean = new double[layer.channels()];
        double[] variance = new double[layer.channels()];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = layer.mean().type().round(moments.mean(c));
            variance[c] = layer.variance().type().round(moments.variance(c));
        }
        // Asked of the layer as the file has it: in the new network the tensors may have other names.
        Optional<String> fault = layer.with(mean, variance).fault();
        if (fault.isPresent()) {
            throw new DataException(where(model, layer) + "new " + fault.get());
        }
        return model.withStatistics(group, mean, variance);
    }

    /**
     * How well a text-orientation network answers.
     *
     * @param right how many answers are right
     * @param answers how many there are
     * @param probability that it gives to what is right, on average
     */
    public record Score(int right, int answers, double probability) {}

    /**
     * Asks a text-orientation network about the inputs, run as services do; empty for any other, which is but loaded.
     */
    public Optional<Score> score(OnnxModel model) throws DataException {
        try (Session session = feeding.isOfPairs()
                ? Session.optimized(model.whole(), threads)
                : Session.asWritten(model.whole(), threads)) {
            return score(session, model);
        }
    }

    /** The same of the file that a network was written to. */
    public Optional<Score> score(OnnxModel model, Path file) throws DataException {
        try (Session session = feeding.isOfPairs()
                ? Session.optimized(file, model.source(), threads)
                : Session.asWritten(file, model.source(), threads)) {
            return score(session, model);
        }
    }

    private Optional<Score> score(Session session, OnnxModel model) throws DataException {
        if (!feeding.isOfPairs()) {
            return Optional.empty();
        }
        List<Orientation.Answer> answers = new ArrayList<>();
        String output = model.outputs().getFirst();
        for (Batch batch : inputs) {
            try (Arena arena = Arena.ofShared()) {
                answers.addAll(Orientation.answers(
                        feeding.run(session, batch.x(), Set.of(output), arena).get(output)));
            }
        }
        return Optional.of(new Score(
                (int) answers.stream().filter(Orientation.Answer::isRight).count(),
                answers.size(),
                answers.stream()
                        .mapToDouble(Orientation.Answer::probability)
                        .average()
                        .orElse(0)));
    }
}
