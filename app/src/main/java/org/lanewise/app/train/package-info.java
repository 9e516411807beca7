/** The training loop, and the comparison of a network with and without batch normalization. */
package org.lanewise.app.train;
