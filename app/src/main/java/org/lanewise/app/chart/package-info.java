/** Pictures of trainings. */
package org.lanewise.app.chart;
