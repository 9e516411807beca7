package org.lanewise.exec;

/** Work in steps that may be run in any order and at the same time, each exactly once. */
@FunctionalInterface
interface Work {
    /**
     * Runs a step.
     *
     * @param step from 0 on
     * @param scratch the running thread's own, at least {@link org.lanewise.kernel.Lanes#SCRATCH} long
     */
    void run(int step, double[] scratch);
}
