/**
 * How far from exact the engines are: {@code bench/run accuracy}. Begin with
 * {@link org.lanewise.bench.accuracy.Accuracy}, then {@link org.lanewise.bench.accuracy.Measurement}. The exact results
 * are the test kit's.
 */
package org.lanewise.bench.accuracy;
