package org.lanewise.exec;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether this JVM has C2, without which vector code is some hundred times slower. */
final class OptimizingCompiler {
    /** The tier of compilation that is C2's; -XX:TieredStopAtLevel may end before it. */
    private static final int TIER = 4;

    private OptimizingCompiler() {}

    static boolean isThere() {
        String vm = System.getProperty("java.vm.info", "");
        return !vm.contains("interpreted") && !vm.contains("client") && lastTier() >= TIER;
    }

    /**
     * The last tier by the JVM's own flag, which no system property tells of; that of C2 where nothing can be asked.
     */
    private static int lastTier() {
        try {
            HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return flags == null
                    ? TIER
                    : Integer.parseInt(flags.getVMOption("TieredStopAtLevel").getValue());
        } catch (LinkageError | IllegalArgumentException _) {
            // A runtime image without the module jdk.management, or a JVM that has no such flag.
            return TIER;
        }
    }
}
