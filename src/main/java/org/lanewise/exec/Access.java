package org.lanewise.exec;

import java.lang.foreign.MemorySegment;
import org.lanewise.tensor.Tensor;

/** Whether a call may use a tensor's memory, asked before anything is written. */
public final class Access {
    /** Stands for "another thread" in the question whether a segment may be shared. Never started. */
    private static final Thread ANOTHER =
            Thread.ofPlatform().inheritInheritableThreadLocals(false).unstarted(() -> {});

    private Access() {}

    /** Whether other threads, such as a pool's workers, may access the memory too. */
    static boolean isShareable(MemorySegment segment) {
        return segment.isAccessibleBy(ANOTHER);
    }

    /**
     * Checks an operand that is read.
     *
     * @throws IllegalStateException if its arena is closed
     * @throws IllegalArgumentException if it is confined to another thread
     */
    public static void requireReadable(String name, Tensor tensor) {
        MemorySegment segment = tensor.segment();
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException(name + ": its arena is closed, must be open during the call");
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new IllegalArgumentException(name + ": its memory is confined to another thread than "
                    + Thread.currentThread().getName() + ", must be accessible to the caller");
        }
    }

    /**
     * Checks an operand that is written.
     *
     * @throws IllegalStateException if its arena is closed
     * @throws IllegalArgumentException if it is confined to another thread, or read-only
     */
    public static void requireWritable(String name, Tensor tensor) {
        requireReadable(name, tensor);
        if (tensor.segment().isReadOnly()) {
            throw new IllegalArgumentException(name + ": its memory is read-only, must be writable");
        }
    }
}
