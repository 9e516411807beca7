/**
 * What batch normalization does, measured: many small trainings that differ in one thing at a time, what is measured in
 * each, and which of the popular claims follow from the figures. Begin with
 * {@link org.lanewise.app.experiment.Experiment} and its {@link org.lanewise.app.experiment.Plan};
 * {@link org.lanewise.app.experiment.Claims} draws the conclusions.
 */
package org.lanewise.app.experiment;
