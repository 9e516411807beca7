package org.lanewise.bench.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of a JVM's times. */
class StartTest {
    private static final long MILLI = 1_000_000;

    /** A first call of 30 ms, two of 5, a fast one by chance, a slow one, then 95 fast ones of 1 ms. */
    private static long[] calls() {
        long[] calls = new long[100];
        Arrays.fill(calls, MILLI);
        calls[0] = 30 * MILLI;
        calls[1] = 5 * MILLI;
        calls[2] = 5 * MILLI;
        calls[4] = 8 * MILLI;
        return calls;
    }

    @Test
    void aJvmIsSettledOnceManyCallsInARowAreFast() {
        assertEquals(new Start(7, 30, 8, 1000, 5 + 5 + 1 + 8), Start.of(7 * MILLI, calls()));
    }

    @Test
    void laterSlowCallsCountForTheSlowestAlone() {
        long[] calls = calls();
        calls[50] = 9 * MILLI;
        assertEquals(new Start(7, 30, 9, 1000, 19), Start.of(7 * MILLI, calls));
    }

    @Test
    void aTenthSlowerIsFast() {
        long[] calls = calls();
        calls[10] = MILLI * 11 / 10;
        assertEquals(19, Start.of(0, calls).settled());
        calls[10] = MILLI * 12 / 10;
        assertEquals(19 + 5 + 1.2, Start.of(0, calls).settled(), 1e-9);
    }

    @Test
    void eachFigureHasItsMedian() {
        Start median = Start.median(List.of(
                new Start(1, 9, 5, 2, 4),
                new Start(2, 8, 5, 4, 1),
                new Start(3, 7, 5, 6, 2),
                new Start(9, 6, 5, 8, 3)));
        assertEquals(new Start(2.5, 7.5, 5, 5, 2.5), median);
    }

    @Test
    void aLineCanBeReadAgain() {
        Start start = new Start(1.25, 2.5, 3, 4.125, 5);
        assertEquals(start, Start.parse(start.line()));
        assertThrows(IllegalArgumentException.class, () -> Start.parse("start 1 2 3"));
    }
}
