/**
 * How long a fresh JVM takes until Lanewise is fast: {@code bench/run start}. Begin with
 * {@link org.lanewise.bench.start.StartCommand}, which starts {@link org.lanewise.bench.start.FreshJvm} again and
 * again.
 */
package org.lanewise.bench.start;
