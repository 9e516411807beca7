package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tools.terminal.Bar;
import org.lanewise.tools.time.Effort;

/** Compares engines over shapes, layouts and passes. */
public final class Comparer {
    private final String series;
    private final Engines engines;
    private final Effort effort;

    /** Loads the engines by their names, for tensors of a type. */
    public Comparer(String series, ElementType type, List<String> engines, Effort effort) {
        this.series = series;
        this.engines = new Engines(engines, type);
        this.effort = effort;
    }

    /** The engines that can be had, by name. */
    public List<String> names() {
        return List.copyOf(engines.versions().keySet());
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

    /** Measures all cases, in order. Neighbours of one shape and layout share their memory. */
    public Comparison compare(List<Case> cases, int threads, Bar bar, Consumer<Row> listener) {
        Contest contest = new Contest(engines.present(), threads, effort);
        List<Row> rows = new ArrayList<>();
        Workload workload = null;
        try {
            for (Case work : cases) {
                bar.say(work.toString());
                if (workload == null || !workload.isFor(work)) {
                    if (workload != null) {
                        workload.close();
                    }
                    workload = new Workload(work.shape(), work.layout(), work.type());
                }
                Row row = contest.play(workload, work.pass());
                rows.add(row);
                listener.accept(row);
                bar.step();
            }
        } finally {
            if (workload != null) {
                workload.close();
            }
        }
        return new Comparison(
                series, Environment.describe(), effort.rounds(), engines.versions(), engines.absent(), rows);
    }
}
