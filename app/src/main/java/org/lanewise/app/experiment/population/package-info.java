/**
 * The estimates of population statistics side by side: how near they come, what they cost, what a network makes of
 * them.
 */
package org.lanewise.app.experiment.population;
