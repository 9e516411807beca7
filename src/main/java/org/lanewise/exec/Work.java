package org.lanewise.exec;

import org.lanewise.kernel.call.Scratch;

/**
 * Work on a call, in steps that may be run in any order and at the same time, each exactly once. It keeps nothing of a
 * call: what it works on is given to it.
 *
 * @param <C> the call
 */
@FunctionalInterface
interface Work<C> {
    /**
     * Runs a step.
     *
     * @param call what is worked on
     * @param step from 0 on
     * @param scratch the running thread's own
     */
    void run(C call, int step, Scratch scratch);
}
