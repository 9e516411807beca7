/** Labelled images: the IDX files that hold them, where Fashion-MNIST is to be found, and the batches made of them. */
package org.lanewise.app.data;
