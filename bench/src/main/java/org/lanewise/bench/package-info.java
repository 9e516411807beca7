/**
 * JMH benchmarks, {@code bench/run jmh}. Begin with {@link org.lanewise.bench.LayerBenchmark}, the layers as a user
 * calls them, or with {@link org.lanewise.bench.KernelBenchmark}, every kernel by the engine's own list. Comparisons
 * with other engines are in {@code compare}.
 */
package org.lanewise.bench;
