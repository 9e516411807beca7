package org.lanewise.testkit;

import org.lanewise.tensor.Tensor;

/**
 * An engine that can merge the statistics of batches, as by the formula of Chan, Golub and LeVeque (1979). It is asked
 * to keep the laws about merging too. For one thread at a time.
 *
 * @param <M> what it keeps of some batches: not changed once it is made
 */
public interface MergingSubject<M> extends Subject {
    /** What it keeps of one batch: at least 1 element per channel. */
    M moments(Tensor batch);

    /** What it would have kept of the elements of both together. */
    M merge(M first, M second);

    /** The mean and biased variance of all elements that are in some moments. */
    Statistics statistics(M moments);
}
