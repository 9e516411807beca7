/**
 * Statistics: the moments of sets of elements, which can be merged, and the estimates of a population's mean and
 * variance from its batches.
 */
package org.lanewise.stats;
