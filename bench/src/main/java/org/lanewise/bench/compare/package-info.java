/**
 * How fast the engines are, on the same numbers, in turn: {@code bench/run compare}. Begin with
 * {@link org.lanewise.bench.compare.Comparer}; an {@link org.lanewise.bench.compare.Engine} is one of those that take
 * part, and a {@link org.lanewise.bench.compare.Row} what was measured of one case.
 */
package org.lanewise.bench.compare;
