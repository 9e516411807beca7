package org.lanewise.app.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.lanewise.app.fingerprint.Data.Special;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * The fixed set of cases: every shape in both layouts, with data, memory and options drawn for each, always the same.
 */
final class Cases {
    private static final int[] CHANNELS = {1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 63, 65, 128, 257};
    private static final int[] LENGTHS = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 49, 63, 64, 65, 100, 129};

    /** So large that they run in parallel, or in several parts per channel, or both. */
    private static final long[][] LARGE = {
        {1, 2, 131, 131}, // runs longer than a unit
        {25, 2, 37, 36}, // groups of runs
        {300, 2, 7}, // more runs than a group holds
        {1100, 37}, // blocks of rows
        {5000, 1}, // the highest block of rows
        {3, 300, 7, 7}, // more channels than a tile holds
        {2, 2, 3, 60, 50}, // a volume
        {7, 3, 71, 71}, // several parts, also in parallel
        {1100, 97},
    };

    private static final float[] OFFSETS = {0, 100, 10_000, 1_000_000, -0.001f};
    private static final float[] SPREADS = {1, 1e-3f, 100};
    private static final double[] EPS = {1e-5, 1e-3, Float.MIN_NORMAL, 0.5};

    private static final List<PopulationEstimate> ESTIMATES = List.of(
            PopulationEstimate.movingAverage(0.9),
            PopulationEstimate.momentum(0.3),
            PopulationEstimate.cumulativeAverage(),
            PopulationEstimate.exactOverBatches(),
            PopulationEstimate.mergedMoments());

    private final List<Case> all = new ArrayList<>();
    private final Random random = new Random(1);

    private Cases() {}

    static List<Case> all() {
        Cases cases = new Cases();
        cases.addChannels();
        cases.addLengths();
        cases.addSpecial();
        for (long[] sizes : LARGE) {
            cases.add(Special.NONE, sizes);
        }
        return List.copyOf(cases.all);
    }

    /** Every number of channels, as features and with something behind them. */
    private void addChannels() {
        for (int channels : CHANNELS) {
            add(Special.NONE, 2 + all.size() % 6, channels);
            add(Special.NONE, 2, channels, 3, 1 + all.size() % 3);
        }
    }

    /** Every length of a run, with all ranks that have one. */
    private void addLengths() {
        for (int length : LENGTHS) {
            add(Special.NONE, 2, 1 + all.size() % 4, length);
            add(Special.NONE, 3, 3, 1, length);
            add(Special.NONE, 2, 2, 2, 1, length);
        }
    }

    private void addSpecial() {
        for (Special special : Special.values()) {
            add(special, 9, 20);
            add(special, 3, 5, 37);
            add(special, 2, 4, 9, 5);
        }
    }

    private void add(Special special, long... sizes) {
        for (Layout layout : Layout.values()) {
            float offset = OFFSETS[random.nextInt(OFFSETS.length)];
            Data data = new Data(offset, SPREADS[random.nextInt(SPREADS.length)], special);
            all.add(new Case(
                    Shape.of(sizes),
                    layout,
                    data,
                    Memory.values()[random.nextInt(Memory.values().length)],
                    random.nextBoolean(),
                    random.nextInt(4) != 0,
                    random.nextInt(4) != 0,
                    EPS[random.nextInt(EPS.length)],
                    ESTIMATES.get(random.nextInt(ESTIMATES.size()))));
        }
    }
}
