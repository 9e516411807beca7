/**
 * Tables and pictures of comparisons: {@code bench/run report}. Begin with
 * {@link org.lanewise.bench.report.ReportCommand}, then {@link org.lanewise.bench.report.Series}.
 */
package org.lanewise.bench.report;
