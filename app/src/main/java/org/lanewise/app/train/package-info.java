/**
 * The training loop, and the comparison of a network with and without batch normalization. Begin with
 * {@link org.lanewise.app.train.Trainer} and its {@link org.lanewise.app.train.Settings}. May touch {@code nn} and
 * {@code data}; prints nothing: a {@link org.lanewise.app.train.TrainingListener} hears how it goes on.
 */
package org.lanewise.app.train;
