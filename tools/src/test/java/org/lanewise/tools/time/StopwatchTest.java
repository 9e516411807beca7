package org.lanewise.tools.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private int runs;

    /** Takes as long as a stretch, so that each stretch is one run. */
    private void sleep(long millis) {
        runs++;
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void settlesOnlyWhenItBecomesNoFaster() {
        double last = Stopwatch.settle(() -> sleep(Math.max(2, 40 - 8 * runs)), new Effort(1, 0, MILLI, 4, 100, 0));
        // 32, 24, 16, 8, and then four alike.
        assertTrue(runs >= 8, () -> runs + " runs");
        assertTrue(last >= 2 * MILLI, () -> last + " ns");
    }

    @Test
    void givesUpOnWhatNeverSettles() {
        Stopwatch.settle(() -> sleep(60 - 10 * runs), new Effort(1, 0, MILLI, 5, 4, 0));
        assertEquals(4, runs);
    }

    @Test
    void aTurnIsOfManyRunsWhereTheyAreShort() {
        Stopwatch watch = Stopwatch.settled(() -> runs++, new Effort(1, MILLI, MILLI, 1, 1, 0));
        runs = 0;
        double micros = watch.turn();
        assertTrue(runs > 100, () -> runs + " runs");
        assertTrue(micros > 0 && micros < 100, () -> micros + " us");
    }

    @Test
    void aTurnHasThreeRunsAtLeastAndOneBeforeThem() {
        Stopwatch watch = Stopwatch.settled(() -> sleep(3), new Effort(1, MILLI, MILLI, 1, 1, 0));
        runs = 0;
        assertTrue(watch.turn() >= 3000);
        assertEquals(4, runs);
    }
}
