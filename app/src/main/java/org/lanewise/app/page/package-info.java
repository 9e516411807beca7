/**
 * What a person reads of an experiment: a folder with pictures and a page for a browser. Begin with
 * {@link org.lanewise.app.page.ExperimentFolder}. May touch what it shows, and {@code chart}, which draws.
 */
package org.lanewise.app.page;
