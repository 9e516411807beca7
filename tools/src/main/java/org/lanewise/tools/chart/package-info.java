/**
 * How charts look, and how they become PNG. Begin with {@link org.lanewise.tools.chart.ChartStyle};
 * {@link org.lanewise.tools.chart.Png} writes.
 */
package org.lanewise.tools.chart;
