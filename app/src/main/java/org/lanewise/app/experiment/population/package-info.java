/**
 * The estimates of population statistics side by side: how near they come, what they cost, what a network makes of
 * them. Begin with {@link org.lanewise.app.experiment.population.PopulationExperiment};
 * {@link org.lanewise.app.experiment.population.Estimator} is one of those compared.
 */
package org.lanewise.app.experiment.population;
