package org.lanewise.kernel.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.testing.Cases;
import org.lanewise.testing.Cases.Case;
import org.lanewise.testing.SeededProperty;

/** The units of a grid share out the elements, and its parts those of each channel. */
@Domain(Cases.class)
class GridProperties {
    @SeededProperty
    void everyElementIsInOneUnitOfItsChannel(@ForAll Case given) {
        assertShared(given, Grid.forReduction(given.shape(), given.layout()));
        assertShared(given, Grid.forElementwise(given.shape(), given.layout()));
    }

    private static void assertShared(Case given, Grid grid) {
        Shape shape = given.shape();
        int[] channelOf = new int[Math.toIntExact(shape.elements())];
        long[][] counts = new long[grid.channels()][grid.parts()];
        Arrays.fill(channelOf, -1);
        for (int unit = 0; unit < grid.units(); unit++) {
            switch (grid) {
                case Planes planes -> {
                    for (int r = 0; r < planes.runs(unit); r++) {
                        for (int c = 0; c < planes.width(unit); c++) {
                            long first = planes.first(unit) + r * planes.stride() + c * planes.spatial();
                            for (int i = 0; i < planes.length(unit); i++) {
                                take(channelOf, first + i, planes.channel(unit) + c);
                                counts[planes.channel(unit) + c][planes.part(unit)]++;
                            }
                        }
                    }
                }
                case Rows rows -> {
                    for (int line = 0; line <= rows.height(unit); line++) {
                        long first = rows.first(unit) + line * rows.stride();
                        int columns = line < rows.height(unit) ? rows.columns(unit) : rows.rest(unit);
                        for (int j = 0; j < columns; j++) {
                            int c = rows.channel(unit) + j % rows.width(unit);
                            take(channelOf, first + j, c);
                            counts[c][rows.part(unit)]++;
                        }
                    }
                }
            }
        }
        for (int i = 0; i < channelOf.length; i++) {
            long c = given.layout() == Layout.CHANNELS_FIRST
                    ? i / shape.spatial() % shape.channels()
                    : i % shape.channels();
            assertEquals(c, channelOf[i], "channel of element " + i);
        }
        for (long[] ofChannel : counts) {
            for (int part = 0; part < grid.parts(); part++) {
                assertEquals(grid.count(part), ofChannel[part], "count of part " + part);
            }
        }
    }

    /** Whoever does not care for channels finds the same elements in a unit. */
    @SeededProperty
    void stretchesAreTheUnitsElements(@ForAll Case given) {
        assertPieces(given, Grid.forReduction(given.shape(), given.layout()));
        assertPieces(given, Grid.forElementwise(given.shape(), given.layout()));
    }

    private static void assertPieces(Case given, Grid grid) {
        int[] unitOf = new int[Math.toIntExact(given.shape().elements())];
        Arrays.fill(unitOf, -1);
        for (int unit = 0; unit < grid.units(); unit++) {
            for (int p = 0; p < grid.stretches(unit); p++) {
                for (int i = 0; i < grid.stretchLength(unit, p); i++) {
                    take(unitOf, grid.stretchFirst(unit, p) + i, unit);
                }
            }
            long last = switch (grid) {
                case Planes planes ->
                    planes.first(unit)
                            + (planes.runs(unit) - 1) * planes.stride()
                            + (planes.width(unit) - 1) * planes.spatial()
                            + planes.length(unit)
                            - 1;
                case Rows rows ->
                    rows.rest(unit) > 0
                            ? rows.first(unit) + rows.height(unit) * rows.stride() + rows.rest(unit) - 1
                            : rows.first(unit) + (rows.height(unit) - 1) * rows.stride() + rows.columns(unit) - 1;
            };
            assertEquals(unit, unitOf[Math.toIntExact(grid.stretchFirst(unit, 0))], "the unit of its first element");
            assertEquals(unit, unitOf[Math.toIntExact(last)], "the unit of its last element");
        }
        for (int i = 0; i < unitOf.length; i++) {
            assertTrue(unitOf[i] >= 0, "element " + i + " is in no unit's stretch");
        }
    }

    private static void take(int[] channelOf, long element, int channel) {
        assertEquals(-1, channelOf[Math.toIntExact(element)], "element " + element + " is in two units");
        channelOf[Math.toIntExact(element)] = channel;
    }

    @SeededProperty
    void everySlotIsUsedOnce(@ForAll Case given) {
        assertSlots(Grid.forReduction(given.shape(), given.layout()));
    }

    @SeededProperty
    void threadsChangeTheUnitsButNoPart(@ForAll Case given) {
        for (int threads : new int[] {2, 3, 8}) {
            assertSharedBy(given.shape(), given.layout(), threads);
            assertShared(given, Grid.forReduction(given.shape(), given.layout(), threads));
        }
    }

    /** Of the benchmark's shapes, one of which had a single unit for all threads. */
    @Example
    void threadsFindUnits() {
        for (Shape shape : new Shape[] {
            Shape.of(32, 256, 14, 14), Shape.of(32, 512, 14, 14), Shape.of(8, 256, 28, 28), Shape.of(1, 256, 14, 14)
        }) {
            for (int threads = 2; threads <= 4; threads++) {
                assertSharedBy(shape, Layout.CHANNELS_FIRST, threads);
                int units =
                        Grid.forReduction(shape, Layout.CHANNELS_FIRST, threads).units();
                assertTrue(units >= 3 * threads, shape + ", threads: " + threads + ", units: " + units);
            }
        }
    }

    private static void assertSharedBy(Shape shape, Layout layout, int threads) {
        Grid one = Grid.forReduction(shape, layout);
        Grid shared = Grid.forReduction(shape, layout, threads);
        assertEquals(one.parts(), shared.parts());
        assertEquals(one.slots(), shared.slots());
        assertTrue(shared.units() >= one.units());
        for (int part = 0; part < one.parts(); part++) {
            assertEquals(one.count(part), shared.count(part));
        }
        assertSmallEnough(shared);
    }

    private static void assertSlots(Grid grid) {
        boolean[] used = new boolean[grid.slots()];
        for (int c = 0; c < grid.channels(); c++) {
            for (int part = 0; part < grid.parts(); part++) {
                assertTrue(!used[grid.slot(c, part)], "slot of channel " + c + ", part " + part + " is taken");
                used[grid.slot(c, part)] = true;
            }
        }
    }

    @SeededProperty
    void aUnitIsSmallEnough(@ForAll Case given) {
        assertSmallEnough(Grid.forReduction(given.shape(), given.layout()));
        assertStripsFit(Grid.forReduction(given.shape(), given.layout()));
        assertStripsFit(Grid.forElementwise(given.shape(), given.layout()));
    }

    /** Few cases have several parts and several channels too. */
    @Example
    void largeTensorsToo() {
        for (Shape shape : new Shape[] {
            Shape.of(100_000, 1),
            Shape.of(100_000, 3),
            Shape.of(1000, 4096),
            Shape.of(1, 3, 1_000_000),
            Shape.of(10_000, 7, 15),
            Shape.of(1000, 3, 1000)
        }) {
            for (Layout layout : Layout.values()) {
                assertStripsFit(Grid.forElementwise(shape, layout));
                Grid grid = Grid.forReduction(shape, layout);
                assertSlots(grid);
                assertSmallEnough(grid);
            }
        }
    }

    /** For the error bound: in all, and in what is summed one by one. For the kernels' scratch memory: in width. */
    private static void assertSmallEnough(Grid grid) {
        for (int part = 0; part < grid.parts(); part++) {
            assertTrue(
                    grid.count(part) > 0 && grid.count(part) <= Grid.UNIT,
                    part + ": " + grid.count(part) + " elements");
        }
        for (int unit = 0; unit < grid.units(); unit++) {
            switch (grid) {
                case Planes planes -> {
                    assertTrue(planes.runs(unit) <= Planes.MAX_RUNS, unit + ": " + planes.runs(unit) + " runs");
                    assertTrue(planes.width(unit) > 0 && planes.width(unit) <= Planes.MAX_WIDTH, unit + ": width");
                    assertEquals(unit % planes.channelGroups(), planes.channel(unit) / planes.width(0));
                }
                case Rows rows -> {
                    int chain = rows.height(unit) + 1 + rows.columns(unit) / rows.width(unit);
                    assertTrue(chain <= Rows.MAX_CHAIN, unit + ": " + chain + " additions");
                    assertTrue(rows.columns(unit) > 0 && rows.columns(unit) <= Grid.STRIP, unit + ": columns");
                }
            }
        }
    }

    private static void assertStripsFit(Grid grid) {
        if (grid instanceof Rows rows) {
            for (int unit = 0; unit < grid.units(); unit++) {
                assertTrue(rows.columns(unit) > 0 && rows.columns(unit) <= Grid.STRIP, unit + ": columns");
            }
        }
        if (grid instanceof Planes planes && planes.inStrips()) {
            for (int unit = 0; unit < grid.units(); unit++) {
                assertTrue(planes.strip(unit) <= Grid.STRIP, unit + ": " + planes.strip(unit) + " elements in a strip");
                assertEquals(planes.spatial(), planes.length(unit), "whole runs");
            }
        }
    }

    @Example
    void offsetsOfHugeTensorsDoNotOverflow() {
        Planes planes = (Planes) Grid.forReduction(Shape.of(64, 1024, 512, 512), Layout.CHANNELS_FIRST);
        int last = planes.units() - 1;
        long end = planes.first(last)
                + (planes.runs(last) - 1) * planes.stride()
                + (planes.width(last) - 1) * planes.spatial()
                + planes.length(last);
        assertEquals(64L * 1024 * 512 * 512, end);
        Rows rows = (Rows) Grid.forReduction(Shape.of(64, 1024, 512, 512), Layout.CHANNELS_LAST);
        last = rows.units() - 1;
        assertEquals(
                64L * 1024 * 512 * 512,
                rows.first(last) + (rows.height(last) - 1) * rows.stride() + rows.columns(last));
    }

    @Example
    void offsetsOfVeryManyLinesDoNotOverflow() {
        Rows rows = Rows.forReduction(1L << 32, 129);
        int last = rows.units() - 1;
        assertEquals((1L << 32) * 129, rows.first(last) + (rows.height(last) - 1) * rows.stride() + rows.columns(last));
    }

    @Example
    void tooManyUnitsAreRefused() {
        Shape largest = Shape.of(1 << 14, 1 << 16, 1 << 14);
        Shape tooLarge = Shape.of((1 << 14) + 1, 1 << 16, 1 << 14);
        assertEquals(1 << 30, Grid.forReduction(largest, Layout.CHANNELS_FIRST).units());
        assertEquals(
                1 << 30, Grid.forElementwise(largest, Layout.CHANNELS_FIRST).units());
        assertRefused(tooLarge);
        assertThrows(IllegalArgumentException.class, () -> Grid.forElementwise(tooLarge, Layout.CHANNELS_FIRST));
    }

    /** A row of a tile is a unit and has up to 1024 results: these can be too many where the units are not. */
    @Example
    void tooManyResultsAreRefused() {
        assertEquals(
                Integer.MAX_VALUE,
                Grid.forReduction(Shape.of(1, Integer.MAX_VALUE), Layout.CHANNELS_FIRST)
                        .slots());
        assertRefused(Shape.of(100, Integer.MAX_VALUE));
    }

    private static void assertRefused(Shape shape) {
        assertThrows(IllegalArgumentException.class, () -> Grid.forReduction(shape, Layout.CHANNELS_FIRST));
    }
}
