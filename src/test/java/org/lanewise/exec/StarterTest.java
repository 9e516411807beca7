package org.lanewise.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Whose turn it is, by a clock that the kernels themselves move. */
class StarterTest {
    private static final long MILLI = 1_000_000;

    private long now;
    private long twinTakes = MILLI;
    private long vectorTakes = 10 * MILLI;
    private final StringBuilder turns = new StringBuilder();
    private final Starter starter = new Starter(
            (operands, unit, scratch) -> {
                now += twinTakes;
                turns.append('t');
            },
            (operands, unit, scratch) -> {
                now += vectorTakes;
                turns.append('v');
            },
            () -> now);

    private void run(int units) {
        for (int unit = 0; unit < units; unit++) {
            starter.run(null, unit, null);
        }
    }

    /** Runs units until it is the vector kernel's turn for the first time. */
    private void runAlone() {
        while (turns.indexOf("v") < 0) {
            run(1);
        }
    }

    @Test
    void theTwinWorksAloneAtFirst() {
        run((int) (Starter.ALONE_NANOS / MILLI));
        assertFalse(turns.toString().contains("v"), turns.toString());
    }

    @Test
    void thenTheVectorKernelWorksForMostOfTheTime() {
        vectorTakes = 4 * Starter.SHARE * MILLI;
        runAlone();
        turns.setLength(0);
        run(50);
        assertEquals("ttttv".repeat(10), turns.toString());
    }

    @Test
    void theVectorKernelWorksAloneOnceItWasFasterOftenEnough() {
        runAlone();
        vectorTakes = MILLI / 10;
        run(1000);
        String alone = "v".repeat(100);
        assertTrue(turns.toString().endsWith(alone), turns.toString());
        // Some turns of the twin at most: until its time is made up for, and between those of the vector kernel.
        int last = turns.lastIndexOf("t");
        assertTrue(last < turns.indexOf("v") + 20, turns.toString());
    }

    @Test
    void beingFasterByChanceIsNotEnough() {
        runAlone();
        for (int i = 0; i < 200; i++) {
            // Slow once in each row.
            boolean slow = turns.chars().filter(turn -> turn == 'v').count() % Starter.SURE == 0;
            vectorTakes = slow ? 2 * MILLI : MILLI / 10;
            run(1);
        }
        assertTrue(turns.substring(turns.length() - 20).contains("t"), turns.toString());
    }

    @Test
    void inAWarmUpTheVectorKernelWorksAtOnce() {
        starter.start();
        run(10);
        assertEquals("v".repeat(10), turns.toString());
    }

    @Test
    void theVectorKernelWorksAloneInTheEndThoughItIsSlower() {
        while (!turns.toString().endsWith("v".repeat(100)) && turns.length() < 10_000) {
            run(1);
        }
        assertTrue(turns.toString().endsWith("v".repeat(100)));
        long vectors = turns.chars()
                .limit(turns.length() - 100)
                .filter(turn -> turn == 'v')
                .count();
        assertTrue(vectors * vectorTakes >= Starter.MAX_NANOS - vectorTakes, vectors + " turns");
    }
}
