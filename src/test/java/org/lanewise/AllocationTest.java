package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.tensor.Layout;
import org.lanewise.testing.AllocationMain;
import org.lanewise.testing.ChildJvm;

/**
 * Plans, calls, threads and scalar kernels allocate nothing once C2 has compiled them, also where shapes alternate.
 * (What vector kernels allocate depends on what C2 decides in a JVM; the benchmarks show it.)
 */
class AllocationTest {
    /**
     * Views of 40 bytes that C2 does not always optimize away: in rows some per unit. A plan or a carrier takes more.
     */
    private static final long VIEWS = 150;

    @ParameterizedTest
    @EnumSource
    void callsAllocateNothing(Layout layout) throws Exception {
        assertNoBytes(layout.name());
    }

    @ParameterizedTest
    @EnumSource
    void callsWithAPoolAllocateNothing(Layout layout) throws Exception {
        assertNoBytes(layout.name(), "pool");
    }

    private static void assertNoBytes(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-Dlanewise.provider=scalar", "-cp"));
        command.add(ChildJvm.engine() + System.getProperty("path.separator") + ChildJvm.tests());
        command.add(AllocationMain.class.getName());
        command.addAll(List.of(arguments));
        ChildJvm.Result result = ChildJvm.java(command.toArray(String[]::new));
        assertEquals("", result.err());
        long bytes = Long.parseLong(result.out().strip());
        long most = arguments[0].equals(Layout.CHANNELS_FIRST.name()) ? 0 : VIEWS;
        assertTrue(bytes <= most, bytes + " bytes per call, must be at most " + most);
    }
}
