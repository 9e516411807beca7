package org.lanewise.testkit;

import org.lanewise.tensor.Tensor;

/**
 * An engine that can merge the statistics of batches.
 *
 * @param <M> what it keeps of some batches: not changed once it is made
 */
public interface MergingSubject<M> extends Subject {
    /** What it keeps of one batch: at least 1 element per channel. */
    M moments(Tensor batch);

    /** What it would have kept of the elements of both together. */
    M merge(M first, M second);

    /** The mean and variance of all elements. */
    Statistics statistics(M moments);
}
