package org.lanewise.tools.time;

import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Rounds in which each of several rivals has its turn, so that what the machine does beside falls on all alike. Each
 * round begins with another rival.
 */
public final class Rounds {
    private Rounds() {}

    /**
     * Plays rounds.
     *
     * @param turns a turn of each rival, which gives a figure
     * @return the figures of each rival, in the order of the turns, one a round
     */
    public static double[][] play(int rounds, List<? extends DoubleSupplier> turns) {
        double[][] figures = new double[turns.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < turns.size(); turn++) {
                int rival = (round + turn) % turns.size();
                figures[rival][round] = turns.get(rival).getAsDouble();
            }
        }
        return figures;
    }
}
