/**
 * Labelled images: the files that hold them, where these are to be found, and the batches made of them. Begin with
 * {@link org.lanewise.app.data.DataSource}. Knows no network.
 */
package org.lanewise.app.data;
