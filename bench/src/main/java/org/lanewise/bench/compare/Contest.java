package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.lanewise.bench.compare.Contestant.Answer;
import org.lanewise.tools.time.Rounds;

/** Times contestants on one case after the other. */
public final class Contest {
    private final List<? extends Contestant> contestants;
    private final int threads;
    private final int rounds;

    /** With so many threads each, in so many rounds a case. */
    public Contest(List<? extends Contestant> contestants, int threads, int rounds) {
        this.contestants = contestants;
        this.threads = threads;
        this.rounds = rounds;
    }

    /** One case. An engine whose output is wrong is not timed. */
    public Row play(Case work) {
        Row row = new Row(work, threads);
        List<Contestant> ready = new ArrayList<>();
        try {
            for (Contestant contestant : contestants) {
                Answer answer = contestant.prepare(work, threads);
                answer.failure().ifPresent(why -> row.fail(contestant.name(), why));
                if (answer.taken()) {
                    ready.add(contestant);
                    row.describe(contestant.name(), answer.text());
                }
            }
            double[][] micros = Rounds.play(
                    rounds,
                    ready.stream()
                            .map(contestant -> (DoubleSupplier) contestant::turn)
                            .toList());
            for (int i = 0; i < micros.length; i++) {
                row.time(ready.get(i).name(), micros[i]);
            }
            return row;
        } finally {
            ready.forEach(Contestant::release);
        }
    }
}
