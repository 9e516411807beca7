package org.lanewise.bench.guard;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.lanewise.bench.compare.Case;
import org.lanewise.bench.compare.Contest;
import org.lanewise.bench.compare.Engines;
import org.lanewise.bench.compare.RemoteContestant;
import org.lanewise.bench.compare.Row;
import org.lanewise.tensor.ElementType;

/** Today's engine and an earlier one, turn by turn, each in a JVM of its own. */
final class Duel {
    /** What rows call the earlier engine. */
    static final String BEFORE = "before";

    /** Odd, so that there is a middle one. */
    private static final int ROUNDS = 11;

    private static final int QUICK_ROUNDS = 3;

    private final Path earlier;
    private final int threads;
    private final boolean quick;

    /**
     * Today's engine beside an earlier one.
     *
     * @param earlier the earlier engine's jar
     * @param threads of each engine
     * @param quick whether it is but to see that all works
     */
    Duel(Path earlier, int threads, boolean quick) {
        this.earlier = earlier;
        this.threads = threads;
        this.quick = quick;
    }

    /** Times cases of one type, in new JVMs: what C2 did by chance in one, it does not do again in the next. */
    List<Row> play(ElementType type, List<Case> cases, Consumer<Row> listener) {
        String classPath = System.getProperty("java.class.path");
        // The first on the path is taken.
        String classPathBefore = earlier + File.pathSeparator + classPath;
        try (RemoteContestant now = new RemoteContestant(Engines.OURS, Engines.OURS, type, quick, classPath);
                RemoteContestant before = new RemoteContestant(BEFORE, Engines.OURS, type, quick, classPathBefore)) {
            Contest contest = new Contest(List.of(now, before), threads, quick ? QUICK_ROUNDS : ROUNDS);
            return cases.stream().map(contest::play).peek(listener).toList();
        }
    }
}
