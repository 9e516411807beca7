/** Tables and pictures of comparisons: {@code bench/run report}. */
package org.lanewise.bench.report;
