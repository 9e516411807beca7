package org.lanewise.kernel.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.IntRange;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.testing.SeededProperty;

class LanesProperties {
    /** Kernels that took all for the tail would agree with each other, in other bits and with a longer chain. */
    @SeededProperty
    void allWholeTilesGoThroughTheLanes(@ForAll @IntRange(max = Grid.UNIT) int length) {
        assertEquals(length / Lanes.LANES * Lanes.LANES, Lanes.inLanes(length));
    }
}
