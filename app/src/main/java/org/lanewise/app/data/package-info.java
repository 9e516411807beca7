/** Labelled images: the files that hold them, where these are to be found, and the batches made of them. */
package org.lanewise.app.data;
