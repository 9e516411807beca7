package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tools.terminal.Bar;
import org.lanewise.tools.time.Effort;

/** Compares engines over shapes, layouts and passes, each in a process of its own. */
public final class Comparer implements AutoCloseable {
    private final String series;
    private final int rounds;
    private final List<RemoteContestant> contestants = new ArrayList<>();
    private final Map<String, String> absent = new LinkedHashMap<>();
    private final OtherWork otherWork = new OtherWork();

    /**
     * Starts the engines, by their names, ours always.
     *
     * @param series as {@link Comparison#series} says
     * @param type of all tensors
     * @param quick whether it is but to see that all works
     */
    public Comparer(String series, ElementType type, List<String> engines, boolean quick) {
        this.series = series;
        rounds = (quick ? Effort.quick() : Effort.full()).rounds();
        try {
            for (String name : Engines.NAMES) {
                if (name.equals(Engines.OURS) || engines.contains(name)) {
                    start(name, type, quick);
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(String name, ElementType type, boolean quick) {
        RemoteContestant contestant = new RemoteContestant(name, type, quick);
        contestant
                .absence()
                .ifPresentOrElse(
                        why -> {
                            absent.put(name, why);
                            contestant.close();
                        },
                        () -> contestants.add(contestant));
    }

    /** The engines that can be had, by name. */
    public List<String> names() {
        return contestants.stream().map(Contestant::name).toList();
    }

    /** All combinations; where the layouts are the same, as in (N, C), but one of them. */
    public static List<Case> cases(List<Shape> shapes, List<Layout> layouts, ElementType type, List<Pass> passes) {
        List<Case> cases = new ArrayList<>();
        for (Shape shape : shapes) {
            for (Layout layout : shape.spatial() == 1 ? layouts.subList(0, 1) : layouts) {
                passes.forEach(pass -> cases.add(new Case(shape, layout, type, pass)));
            }
        }
        return cases;
    }

    /** Measures all cases, in order. */
    public Comparison compare(List<Case> cases, int threads, Bar bar, Consumer<Row> listener) {
        Contest contest = new Contest(contestants, threads, rounds);
        List<Row> rows = new ArrayList<>();
        for (Case work : cases) {
            bar.say(work.toString());
            Row row = contest.play(work);
            rows.add(row);
            listener.accept(row);
            bar.step();
        }
        Map<String, String> versions = new LinkedHashMap<>();
        contestants.forEach(contestant -> versions.put(contestant.name(), contestant.version()));
        Map<String, Object> environment = Environment.describe();
        environment.put("other work", otherWork.describe(contestants));
        return new Comparison(series, environment, rounds, versions, absent, rows);
    }

    /** Ends the engines' processes. */
    @Override
    public void close() {
        contestants.forEach(Contestant::close);
    }
}
