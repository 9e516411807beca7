package org.lanewise.exec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;
import org.lanewise.tensor.ElementType;

class ProviderTest {
    private static final int CALLS = 1000;

    /** They are asked for in each call, or each group of channels of it. */
    @Test
    void extendedKernelsAllocateOnlyAtFirst() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Provider provider = Provider.active();
        provider.kernels(ElementType.FLOAT32).extended(Operation.NORMALIZE, Geometry.PLANES);
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            provider.kernels(ElementType.FLOAT32).extended(Operation.NORMALIZE, Geometry.PLANES);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < CALLS, bytes + " bytes");
    }
}
