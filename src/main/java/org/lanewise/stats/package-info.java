/** Mergeable statistics: the moments of a set of elements, and the estimates of a population's from its batches. */
package org.lanewise.stats;
