/**
 * What threads may do to each other through the engine: races, each run millions of times by jcstress. Begin with
 * {@link org.lanewise.stress.PublishedWhole}, a race, and {@link org.lanewise.stress.StressTest}, which runs all of
 * them and asks that each came to its ordinary outcomes.
 */
package org.lanewise.stress;
