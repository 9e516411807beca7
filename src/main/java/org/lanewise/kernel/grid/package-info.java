/** How a tensor is divided into units of work: by its shape and layout alone, as the bits of a statistic depend on it. */
package org.lanewise.kernel.grid;
