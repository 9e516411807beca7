package org.lanewise.bench.compare;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/** Runs an operation in pieces, by a parallel stream or, with one thread, by a loop. */
final class PiecewiseRun implements Run {
    private final Pieces pieces;
    private final Pass pass;
    private final ForkJoinPool pool;

    PiecewiseRun(Pieces pieces, Pass pass, int threads) {
        this.pieces = pieces;
        this.pass = pass;
        pool = threads > 1 ? new ForkJoinPool(threads) : null;
        if (pass == Pass.BACKWARD) {
            run(Pass.TRAIN);
        }
    }

    @Override
    public void run() {
        run(pass);
    }

    private void run(Pass which) {
        for (int step = 0; step < pieces.steps(which); step++) {
            int now = step;
            if (pool == null) {
                for (int piece = 0; piece < pieces.count(); piece++) {
                    pieces.work(which, now, piece);
                }
            } else {
                // A parallel stream that a pool's thread starts runs in that pool.
                pool.submit(() -> IntStream.range(0, pieces.count())
                                .parallel()
                                .forEach(piece -> pieces.work(which, now, piece)))
                        .join();
            }
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
