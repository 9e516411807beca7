/**
 * What batch normalization does, measured: many small trainings that differ in one thing at a time, what is measured in
 * each, and which of the popular claims follow from the figures.
 */
package org.lanewise.app.experiment;
