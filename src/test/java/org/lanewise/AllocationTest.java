package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lanewise.testing.AllocationMain;
import org.lanewise.testing.ChildJvm;

/**
 * Plans, calls and threads allocate nothing once C2 has compiled them, also where shapes alternate. In a JVM of its
 * own, with scalar kernels over planes: what others allocate (boxed vectors, views of 40 bytes) depends on what C2
 * decides in a JVM; the benchmarks show it.
 */
class AllocationTest {
    @Test
    void callsAllocateNothing() throws Exception {
        assertNoBytes();
    }

    @Test
    void callsWithAPoolAllocateNothing() throws Exception {
        assertNoBytes("pool");
    }

    private static void assertNoBytes(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-Dlanewise.provider=scalar", "-cp"));
        command.add(ChildJvm.engine() + System.getProperty("path.separator") + ChildJvm.tests());
        command.add(AllocationMain.class.getName());
        command.addAll(List.of(arguments));
        ChildJvm.Result result = ChildJvm.java(command.toArray(String[]::new));
        assertEquals("", result.err());
        assertEquals("0", result.out().strip(), "bytes in the best round of calls");
    }
}
