package org.lanewise.tools.time;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RivalsTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** The operations that were run, without repetitions. */
    private final StringBuilder order = new StringBuilder();

    /** An operation that takes so long. */
    private Runnable operation(String name, long nanos) {
        return () -> {
            if (!order.toString().endsWith(name)) {
                order.append(name);
            }
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        };
    }

    @Test
    void eachHasAFigureOfEachRound() {
        Rivals rivals = new Rivals(new Effort(3, 2 * MILLI, MILLI, 1, 3, 0), 1);
        rivals.add(operation("a", 30_000));
        rivals.addSettled(operation("b", 300_000));
        double[][] micros = rivals.time();
        assertArrayEquals(new int[] {3, 3}, new int[] {micros[0].length, micros[1].length});
        for (double figure : micros[0]) {
            assertTrue(figure >= 30, () -> figure + " us");
        }
        for (double figure : micros[1]) {
            assertTrue(figure >= 300, () -> figure + " us");
        }
        double first = Median.of(micros[0]);
        double second = Median.of(micros[1]);
        assertTrue(second > 2 * first, () -> first + " and " + second + " us");
    }

    @Test
    void eachRoundBeginsWithAnother() {
        Rivals rivals = new Rivals(new Effort(4, MILLI, MILLI, 1, 1, 0), 1);
        rivals.addSettled(operation("a", 50_000));
        rivals.addSettled(operation("b", 50_000));
        order.setLength(0);
        rivals.time();
        // ab, ba, ab, ba.
        assertEquals("ababa", order.toString());
    }

    @Test
    void threadsHaveTimeToGoToSleep() {
        long pause = 10 * MILLI;
        Rivals rivals = new Rivals(new Effort(3, MILLI, MILLI, 1, 1, pause), 2);
        long begin = System.nanoTime();
        rivals.addSettled(operation("a", 1000));
        rivals.add(operation("b", 1000));
        rivals.time();
        long nanos = System.nanoTime() - begin;
        assertTrue(nanos >= (2 + 3 * 2) * pause, () -> nanos / 1e6 + " ms");
    }
}
