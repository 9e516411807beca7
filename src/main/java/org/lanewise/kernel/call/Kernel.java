package org.lanewise.kernel.call;

/**
 * One operation over one geometry. Has no state: any number of threads may run it, on different units of the same
 * operands.
 */
@FunctionalInterface
public interface Kernel {
    /**
     * Works on one unit.
     *
     * @param operands what the operation reads and writes; every segment native
     * @param unit 0 to {@code operands.grid.units() - 1}
     * @param scratch the calling thread's own
     */
    void run(Operands operands, int unit, Scratch scratch);
}
