/** How charts look and become PNG. */
package org.lanewise.tools.chart;
