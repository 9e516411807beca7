package org.lanewise.tools.terminal;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Whether somebody looks on. */
public final class Terminal {
    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /**
     * Whether the standard error is a terminal. Asked of the C library, since System.console() knows of the standard
     * input and output only. Where there is no such function (Windows) the answer is no.
     */
    @SuppressWarnings("restricted") // The function takes and gives an int and has no other effect.
    public static boolean isThere() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("isatty");
        if (function.isEmpty()) {
            return false;
        }
        MethodHandle isatty = linker.downcallHandle(function.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try {
            return (int) isatty.invokeExact(STANDARD_ERROR) == 1;
        } catch (Throwable t) {
            throw new IllegalStateException("isatty is declared otherwise here", t);
        }
    }
}
