package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The runtime that shares out the work of oneDNN and of PyTorch: one for both, which either has loaded. */
final class OpenMp {
    private OpenMp() {}

    /**
     * Sets the number of threads of what the calling thread runs from now on.
     *
     * @throws IllegalStateException if the runtime is not the one that bytedeco's packages have on Linux
     */
    @SuppressWarnings("restricted") // The function takes an int and has no other effect.
    static void setThreads(int threads) {
        try {
            // By its name, which finds the library that is loaded already.
            MemorySegment function =
                    SymbolLookup.libraryLookup("libgomp.so.1", Arena.global()).findOrThrow("omp_set_num_threads");
            Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.ofVoid(JAVA_INT))
                    .invokeExact(threads);
        } catch (Throwable t) {
            throw new IllegalStateException("libgomp.so.1: " + t.getMessage(), t);
        }
    }
}
