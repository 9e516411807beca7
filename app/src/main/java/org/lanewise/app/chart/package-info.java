/**
 * Pictures of trainings, as PNG. Begin with {@link org.lanewise.app.chart.CurvesPicture}, or with
 * {@link org.lanewise.app.chart.PanelPicture} for several charts in one. May touch what it shows: {@code nn},
 * {@code train} and {@code experiment}.
 */
package org.lanewise.app.chart;
