package org.lanewise.exec;

import org.lanewise.kernel.call.Scratch;

/** Work in steps that may be run in any order and at the same time, each exactly once. */
@FunctionalInterface
interface Work {
    /**
     * Runs a step.
     *
     * @param step from 0 on
     * @param scratch the running thread's own
     */
    void run(int step, Scratch scratch);
}
